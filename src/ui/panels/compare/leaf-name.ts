/** @file A place in the configuration, and a value there, in words. */
import { dash } from '../../format';

/** "optimizer.learningRate" -> "Optimizer, learning rate". */
export function leafName(path: string): string {
  const words = path.split('.').map((part) => part.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  const name = words.filter((word) => word !== 'kind').join(', ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A configuration without such a leaf has a dash, an empty list says so. */
export function leafValue(written: string | null): string {
  if (written === null) return dash;
  return written === '' ? 'none' : written;
}
