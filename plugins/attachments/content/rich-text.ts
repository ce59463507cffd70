import { createReadStream } from 'node:fs';

/** [MS-RTFREF] Objects of other programs, templates that are fetched, and fields that ask other programs. */
const HARMFUL =
  /\\obj(?:data|ocx|update|autlink|link|emb|html|sub|pub|icemb)(?![a-z])|\\template\s+(?:https?:|ftp:|file:|\\|%)|\bDDE(?:AUTO)?\b/;
/** Longer than any of these words, so that none is passed over where two pieces meet. */
const OVERLAP = 64;

export const isRichText = (head: Buffer): boolean => head.subarray(0, 5).toString('latin1') === '{\\rtf';

export const hasHarmfulWords = (text: string): boolean => HARMFUL.test(text);

/** Whether there is something in a rich text that other programs would run or fetch. One pass, bounded memory. */
export async function isHarmfulRichText(path: string): Promise<boolean> {
  let last = '';
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const text = last + chunk.toString('latin1');
    if (hasHarmfulWords(text)) return true;
    last = text.slice(-OVERLAP);
  }
  return false;
}
