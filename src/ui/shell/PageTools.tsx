/** @file What concerns the page and not the lab: at the foot of the rail, or on a phone in the run bar. */
import { IconButton } from '../controls/Button';
import { showShortcuts } from './Shortcuts';
import { ThemeToggle } from './ThemeToggle';

export function PageTools() {
  return (
    <>
      <IconButton icon="keyboard" label="Keyboard shortcuts" keys="?" onClick={showShortcuts} />
      <ThemeToggle />
    </>
  );
}
