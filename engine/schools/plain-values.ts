const DEEPEST = 4;
const LONGEST = 10_000;
const MOST = 1_000;

/** Whether this is an object of plain data that a file and a database can hold: nothing deep, long or unstorable in it. */
export const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && isStorable(value, DEEPEST);

function isStorable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.length <= LONGEST && value.isWellFormed() && !value.includes('\0');
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return value === null || typeof value === 'boolean';
  const parts = Object.entries(value);
  return (
    depth > 0 && parts.length <= MOST && parts.every(([key, part]) => isStorable(key, 0) && isStorable(part, depth - 1))
  );
}
