/** As many as a waveform has bars, whatever the contract allows. */
const BARS = 64;

/** Loudness (0 to 1 each) over time as a message carries it: whole numbers from 0 to 100, the loudest of each stretch. */
export function peaksOf(levels: readonly number[], bars = BARS): number[] {
  if (levels.length === 0) return [0];
  const count = Math.min(bars, levels.length);
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((at + 1) * levels.length) / count));
    return Math.round(100 * Math.min(1, Math.max(0, ...levels.slice(from, to))));
  });
}
