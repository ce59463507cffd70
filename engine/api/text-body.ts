import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { DomainError } from '../errors/domain-error.ts';

const MOST_DROPPED = 8;

const refused = (message: string) => new DomainError('invalid', 'invalid', message, { field: 'input' });

/**
 * Reads the body of a call, for a library that would read bytes which are no UTF-8 as U+FFFD: what somebody wrote would be
 * lost without a word.
 * @throws DomainError `invalid`: too large, or not UTF-8
 */
export async function textBody(req: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Some more is read and dropped: a client that still sends does not hear the answer.
    if (length <= most) chunks.push(chunk);
    else if (length > most * MOST_DROPPED) break;
  }
  if (length > most) throw refused('That is too large.');
  const bytes = Buffer.concat(chunks);
  if (!isUtf8(bytes)) throw refused('That is not UTF-8.');
  return bytes.toString('utf8');
}
