import type { IncomingHttpHeaders } from 'node:http';
import type { ByteRange } from '../store/store.ts';

/**
 * The part of a file that is asked for; undefined is all of it, `none` a part it does not have. RFC 9110, 14: of several
 * parts at once, and of a part of another version, all is sent.
 */
export function rangeOf(headers: IncomingHttpHeaders, size: number, etag: string): ByteRange | 'none' | undefined {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '');
  const [, from = '', to = ''] = asked ?? [];
  if (!asked || (from === '' && to === '')) return undefined;
  if (headers['if-range'] !== undefined && headers['if-range'] !== etag) return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  if (start >= size || (from === '' && Number(to) === 0)) return 'none';
  return start > end ? undefined : { start, end };
}
