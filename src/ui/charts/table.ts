/** @file The numbers behind a chart, for the table beside it and as CSV. */

export interface ChartTable {
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

/**
 * RFC 4180: CRLF, quotes where needed; an unknown value is an empty field.
 *
 * @param caption becomes a comment in the first line; empty for none
 */
export function csvOf({ columns, rows }: ChartTable, caption = ''): string {
  const field = (value: string | number | null) => {
    const written = value === null || (typeof value === 'number' && !Number.isFinite(value)) ? '' : String(value);
    return /[",\r\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
  };
  const comment = caption === '' ? '' : `# ${caption.replaceAll(/[\r\n]+/g, ' ')}\r\n`;
  return comment + [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** At most `limit` rows, evenly spread, first and last among them. */
export function spread<T>(rows: readonly T[], limit: number): readonly T[] {
  if (rows.length <= limit) return rows;
  return Array.from({ length: limit }, (_, i) => rows[Math.round((i * (rows.length - 1)) / (limit - 1))]);
}

/** Hands a text to the browser as a file. */
export function saveText(name: string, text: string): void {
  saveFile(name, new Blob([text], { type: 'text/csv' }));
}

/** Hands bytes to the browser as a file. */
export function saveFile(name: string, bytes: Blob): void {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
