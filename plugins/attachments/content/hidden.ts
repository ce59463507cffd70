import type { Kind } from '../contract.ts';
import { readPart, withFile } from './read-part.ts';

/** They hold other files, each of which is looked at, or are only ever opened by one program. */
const HOLDS_OTHERS: ReadonlySet<Kind> = new Set(['archive', 'book', 'legacy']);
const HEAD = 4_096;
/** As far back as the end of an archive can stand: its longest comment, and its own record. */
const TAIL = 65_557;
/** Long enough that a film's or a picture's own bytes do not read so by chance. */
const MARKUP = /<(?:!doctype|html|script|svg|iframe|object|embed|\?php|\?xml-stylesheet)[\s>]/i;
/** What a shell runs, and what it would be told to run. */
const SCRIPT = /^(?:\u00ef\u00bb\u00bf)?(?:#!|@echo )/i;
const ARCHIVE_END = Buffer.from('PK\x05\x06', 'latin1');

/**
 * Whether a file is something else as well: a page to a browser that guesses, an archive to a program that looks from the
 * end, a PDF to a reader that looks further in.
 */
export async function isTwoThings(path: string, size: number, kind: Kind): Promise<boolean> {
  if (HOLDS_OTHERS.has(kind)) return false;
  return withFile(path, 'r', async (handle) => {
    const head = await readPart(handle, 0, HEAD);
    const tail = await readPart(handle, Math.max(0, size - TAIL), TAIL);
    if (kind !== 'document' && tail.includes(ARCHIVE_END)) return true;
    if (kind !== 'pdf' && head.subarray(0, 1_024).includes('%PDF-')) return true;
    if (kind !== 'document' && (MARKUP.test(head.toString('latin1')) || SCRIPT.test(head.toString('latin1'))))
      return true;
    return kind === 'image' && MARKUP.test(tail.toString('latin1'));
  });
}
