import { encode } from 'uqr';

/** White around the code, in squares: fewer, and cameras miss it (ISO/IEC 18004, 9.1). */
const QUIET = 4;

export interface Qr {
  /** Squares of a side, the white around it included. */
  readonly size: number;
  /** Path of the black squares, one unit each. */
  readonly path: string;
}

/** A QR code that is still read when a seventh of it is dirty. */
export function qrOf(text: string): Qr {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const rows = data.map((row, y) => row.map((black, x) => (black ? `M${x} ${y}h1v1h-1z` : '')).join(''));
  return { size, path: rows.join('') };
}
