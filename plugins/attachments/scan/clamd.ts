import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { NotNow } from '../../../engine/index.ts';

/** unscannable: more than the scanner looks at, so that nobody can say that it is clean. */
export type Verdict = 'clean' | 'infected' | 'unscannable';

/** There is no scanner to be asked now, about any file. */
export class ScannerDown extends NotNow {
  override readonly name = 'ScannerDown';
}

/** clamd takes more when it is set so, looks at none of it, and answers that it is well. */
const MOST_BYTES = 2 ** 31 - 1;
const CONNECT_MS = 5_000;
const BREATH_MS = 1;
/** More than clamd gives itself for one file unless told otherwise (MaxScanTime, two minutes). */
const SILENCE_MS = 150_000;

/**
 * Has clamd look at a file, by INSTREAM (clamd(8)): it is sent in the pieces in which it is read. `size` is what there has
 * to be: part of a file is not judged for the whole.
 * @throws ScannerDown; Error when it ends before it has answered, or the file cannot be read
 */
export async function scanBytes(url: string, bytes: Readable, size: number): Promise<Verdict> {
  if (size > MOST_BYTES) return 'unscannable';
  const socket = connect(placeOf(url));
  try {
    await connected(socket);
    return verdictIn(await exchange(socket, framed(bytes, size)));
  } finally {
    bytes.destroy();
    socket.destroy();
  }
}

/** `tcp://host:3310` or `unix:/path`. */
function placeOf(url: string): NetConnectOpts {
  const { protocol, hostname, port, pathname } = new URL(url);
  if (protocol === 'unix:') return { path: decodeURIComponent(pathname) };
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 3310) };
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error('silent')));
    socket.once('connect', resolve);
    socket.once('error', ({ message }) => reject(new ScannerDown(`the virus scanner cannot be reached: ${message}`)));
  });
}

/** What is too long is answered in the middle of it, and the line is cut behind the answer. */
function exchange(socket: Socket, pieces: AsyncIterable<Buffer>): Promise<string> {
  socket.setTimeout(SILENCE_MS);
  const answer = answerOn(socket);
  pipeline(pieces, socket, { end: false }).catch((error: Error) => socket.destroy(error));
  return answer;
}

const MOST_ANSWER = 4_096;

function answerOn(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\0');
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > MOST_ANSWER) reject(new Error('the virus scanner answers at length'));
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the virus scanner went away')));
  });
}

/**
 * With a breath behind each piece, in which an answer is nearly always heard before the next one breaks on a line that is
 * cut; where it is not, the job asks again.
 */
async function* framed(bytes: Readable, size: number): AsyncIterable<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  let sent = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    sent += chunk.length;
    yield Buffer.concat([lengthOf(chunk.length), chunk]);
    await wait(BREATH_MS);
  }
  if (sent !== size) throw new Error(`a file of ${size} bytes has ${sent}`);
  yield lengthOf(0);
}

function lengthOf(bytes: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes);
  return head;
}

/** Only what says so in as many words is clean. */
function verdictIn(answer: string): Verdict {
  if (answer === 'stream: OK') return 'clean';
  if (/ Heuristics\.Limits\.Exceeded\S* FOUND$/.test(answer) || /size limit exceeded/i.test(answer))
    return 'unscannable';
  if (answer.endsWith(' FOUND')) return 'infected';
  throw new Error(`the virus scanner answered: ${answer.slice(0, 200)}`);
}
