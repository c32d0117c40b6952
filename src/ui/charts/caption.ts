/** @file What a saved chart says of itself: the configuration that it is of, as only what differs from the preset. */
import { createContext, useContext } from 'react';
import { encodeLink, presets, type RunConfig } from '../../experiments';
import { useLabReader } from '../use-lab';

/** "SSD 96 lab, seed 1, v1&steps=500": what follows the seed opens the same settings in the address bar. */
export function captionOf(config: RunConfig): string {
  const link = encodeLink(config);
  return `${presets[config.model].label}, seed ${config.seed}, ${link === '' ? 'as the preset has it' : link}`;
}

/** For charts that are not of the present run: what they are of. Asked for when a chart is saved. */
export const Caption = createContext<(() => string) | null>(null);

export function useCaption(): () => string {
  const own = useContext(Caption);
  const read = useLabReader();
  return own ?? (() => captionOf(read().run?.config ?? read().config));
}
