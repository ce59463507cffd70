import type { ClientFrame } from './protocol.ts';
import { Call, Hello, Resume } from './protocol.ts';

/**
 * Reads one message of a client while its bytes still stand: the library takes the buffer back at the first await.
 * @returns the frame, `PING` or `PONG`, or null for all that is not the protocol.
 */
export function readFrame(
  message: ArrayBuffer,
  isBinary: boolean,
  maxBytes: number,
): ClientFrame | 'PING' | 'PONG' | null {
  if (isBinary || message.byteLength > maxBytes) return null;
  const text = Buffer.from(message).toString('utf8');
  if (text === 'PING' || text === 'PONG') return text;
  return parse(text);
}

function parse(text: string): ClientFrame | null {
  try {
    const value: unknown = JSON.parse(text);
    return shapeOf(value).safeParse(value).data ?? null;
  } catch {
    return null;
  }
}

// Chosen by its mark, so that a call (nearly every frame is one) is checked against one shape and not against three.
function shapeOf(value: unknown): typeof Call | typeof Hello | typeof Resume {
  const t = (value as { t?: unknown } | null)?.t;
  if (t === 'hello') return Hello;
  return t === 'resume' ? Resume : Call;
}
