/** @file The two decoders in words. */
import type { Decoder } from '../../../experiments';
import type { DecodedBoxes, DecodedImage } from '../../../worker';

export interface DecoderWords {
  id: Decoder;
  name: string;
  rule: string;
}

export const decoderWords: readonly DecoderWords[] = [
  { id: 'per-class', name: 'Per class', rule: 'Every class of an anchor that scores above the threshold.' },
  {
    id: 'argmax',
    name: 'Argmax',
    rule: "An anchor's best class, background left out, if it scores above the threshold.",
  },
];

export function decodedBy(decoder: Decoder, image: DecodedImage): DecodedBoxes {
  return decoder === 'per-class' ? image.perClass : image.argmax;
}
