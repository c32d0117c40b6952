/** @file What a screen reader is told as the run goes on: each evaluation and each data set, never each step. */
import { useLab } from '../use-lab';

export function Announcer() {
  const announcement = useLab((state) => state.announcement);
  return (
    <p className="visually-hidden" role="status" aria-live="polite" data-testid="announcement">
      {announcement}
    </p>
  );
}
