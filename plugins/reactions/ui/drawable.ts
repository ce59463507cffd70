import type { Emoji } from './emoji-data.ts';

/** One emoji of each version since 13: a machine that draws it draws the others of that version. */
const SAMPLES: ReadonlyMap<number, string> = new Map([
  [13, '🥲'],
  [13.1, '😶‍🌫️'],
  [14, '🫠'],
  [15, '🫨'],
  [15.1, '🐦‍🔥'],
  [16, '🫩'],
  [17, '🫪'],
]);
const COUNTRY = /^\p{Regional_Indicator}{2}$/u;
const SIZE = 20;

/** Whether this machine's fonts can draw an emoji: newer ones, and flags on Windows, would be boxes or letters. */
export function drawable(): (emoji: Emoji) => boolean {
  const draws = drawer();
  if (!draws?.('😀')) return () => true; // no emoji font, or a canvas that may not be read: nothing can be told
  const versions = new Set([...SAMPLES].filter(([, sample]) => draws(sample)).map(([version]) => version));
  const flags = draws('🇫🇷');
  return ({ emoji, version }) => (version === 0 || versions.has(version)) && (flags || !COUNTRY.test(emoji));
}

/** An emoji font draws the same picture with white ink as with black; a box or a letter it does not. */
function drawer(): ((text: string) => boolean) | null {
  const canvas = new OffscreenCanvas(SIZE, SIZE).getContext('2d', { willReadFrequently: true });
  if (!canvas) return null;
  canvas.font = `${SIZE * 0.7}px 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif`;
  canvas.textBaseline = 'top';
  const drawn = (text: string, ink: string): string => {
    canvas.clearRect(0, 0, SIZE, SIZE);
    canvas.fillStyle = ink;
    canvas.fillText(text, 0, 2);
    return canvas.getImageData(0, 0, SIZE, SIZE).data.join();
  };
  const widest = canvas.measureText('😀').width * 1.4; // what falls apart into two is wider
  return (text) =>
    canvas.measureText(text).width <= widest &&
    drawn(text, '#000') === drawn(text, '#fff') &&
    /[1-9]/.test(drawn(text, '#000'));
}
