import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { invalid } from '../errors/domain-error.ts';

/** Nothing an account says is longer. */
const LONGEST_BODY = 16 * 1_024;

export type JsonObject = Record<string, unknown>;

/**
 * A small JSON object sent along with a request; absent is `{}`. Forms are not taken: another site can post one.
 * @throws DomainError `invalid`: too long, not JSON, not an object
 */
export async function readBody(req: IncomingMessage): Promise<JsonObject> {
  if (Number(req.headers['content-length']) > LONGEST_BODY) throw tooLong();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_BODY) throw tooLong();
    chunks.push(chunk);
  }
  if (length === 0) return {};
  if (!/^application\/json\b/i.test(req.headers['content-type'] ?? '')) throw invalid('body', 'Send JSON.');
  const bytes = Buffer.concat(chunks);
  if (!isUtf8(bytes)) throw invalid('body', 'Send UTF-8.');
  return asObject(bytes.toString('utf8'));
}

const tooLong = () => invalid('body', 'That is too long.');

function asObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {}
  throw invalid('body', 'Send a JSON object.');
}
