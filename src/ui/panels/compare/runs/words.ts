/** @file A run in the words of the table: its status with a mark, its tricks, its tags. */
import type { RecordStatus, RunConfig } from '../../../../experiments';
import { initializerNames } from '../../train/tricks';

/** In the order in which a run passes through them; the marks differ in shape. */
export const statusWords: Readonly<Record<RecordStatus, { label: string; mark: string }>> = {
  queued: { label: 'Queued', mark: '○' },
  running: { label: 'Training', mark: '◐' },
  finished: { label: 'Finished', mark: '●' },
  stopped: { label: 'Stopped', mark: '■' },
  interrupted: { label: 'Interrupted', mark: '◌' },
  failed: { label: 'Failed', mark: '✕' },
};

export const statuses = Object.keys(statusWords) as RecordStatus[];

/** "Batch-wise · Xavier uniform, avg, 2 · per class" */
export function tricksOf({ normalization, sampleScale, initializer, reinitialize, decoder }: RunConfig): string {
  return [
    normalization === 'batch' ? 'Batch-wise' : `Sample-wise, ${sampleScale}`,
    `${initializerNames[initializer]}${reinitialize.length > 0 ? ', re-initialised' : ''}`,
    decoder === 'argmax' ? 'argmax' : 'per class',
  ].join(' · ');
}

/** "baseline, lr test, baseline" -> baseline and lr test. */
export function tagsOf(typed: string): string[] {
  const tags = typed.split(',').map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}
