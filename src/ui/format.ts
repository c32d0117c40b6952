/** @file Numbers as the page prints them: a true 0 is 0, an unknown value is a dash, every quantity has its unit. */

export const dash = '\u2013';
const grouped = new Intl.NumberFormat('en-US');

/** 48000 -> "48,000". */
export function count(value: number | null): string {
  return value === null || !Number.isFinite(value) ? dash : grouped.format(value);
}

/** A score in [0, 1], three decimals: 0.6118 -> "0.612"; exactly 0 -> "0". */
export function metric(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return dash;
  return value === 0 ? '0' : value.toFixed(3);
}

/** A probability, three decimals; one that rounds to 0 and is not 0 says so: 0.0003 -> "< 0.001". */
export function probability(value: number): string {
  return value > 0 && value < 0.0005 ? '< 0.001' : metric(value);
}

/** A loss in three significant digits: 15.23 -> "15.2", 0.8731 -> "0.873", 1523.4 -> "1,523", 1e30 -> "1.0e30". */
export function loss(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return dash;
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (magnitude >= 6) return value.toExponential(1).replace('e+', 'e');
  if (magnitude >= 3) return grouped.format(Math.round(value));
  return magnitude < -4 ? value.toExponential(1) : value.toFixed(2 - magnitude);
}

/** A learning rate or a tick without trailing zeros: 0.006 -> "0.006", 0.00006 -> "6e-5", 1e11 -> "1e11". */
export function rate(value: number): string {
  const short = Number(value.toPrecision(3));
  const plain = short === 0 || (Math.abs(short) >= 1e-4 && Math.abs(short) < 1e5);
  return plain ? String(short) : short.toExponential().replace('e+', 'e');
}

/** 1234567 bytes -> "1.2 MB" (decimal units). */
export function bytes(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return dash;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  return `${scaled >= 100 || power === 0 ? Math.round(scaled) : scaled.toFixed(1)} ${units[power]}`;
}

/** 130000 ms -> "2 min 10 s"; below a second in ms, from an hour on without seconds. */
export function duration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return dash;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A short time of work: 0.42 -> "0.4 ms", 38.2 -> "38 ms". */
export function milliseconds(ms: number): string {
  if (ms === 0) return '0 ms';
  if (ms < 0.05) return '< 0.1 ms';
  return `${ms < 10 ? ms.toFixed(1) : count(Math.round(ms))} ms`;
}

/** A frequency: 23.42 -> "23.4", 312.4 -> "312". */
export function perSecond(value: number): string {
  if (!Number.isFinite(value)) return dash;
  return value < 100 ? value.toFixed(1) : count(Math.round(value));
}

/** "1 image", "2 images". */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;
}
