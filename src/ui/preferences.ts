/** @file Small choices of the reader that outlive the tab. Where storage is refused they last as long as the page. */

type Name = 'theme' | 'single-keys';

export function preference(name: Name): string | null {
  try {
    return localStorage.getItem(`ssd-lab.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: Name, value: string): void {
  try {
    localStorage.setItem(`ssd-lab.${name}`, value);
  } catch {
    // The choice is already applied; it is only not kept.
  }
}
