const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as people say them: `940 kB`, `1.2 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  let size = bytes;
  let unit: string = 'bytes';
  for (const next of UNITS) {
    if (size < 999.5) break;
    size /= 1_000;
    unit = next;
  }
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
