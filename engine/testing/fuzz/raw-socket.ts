import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** One frame as it goes over the wire; a length of its own makes it a lie. */
export interface RawFrame {
  readonly opcode: number;
  readonly payload: Uint8Array;
  readonly final: boolean;
  readonly masked: boolean;
}

/** A WebSocket by hand: it can send what no library would. */
export interface RawSocket {
  send(frame: RawFrame): void;
  bytes(bytes: Uint8Array): void;
  /** Texts that came, in order. */
  readonly texts: string[];
  /** The code it was closed with; null while it is open or when it just broke. */
  readonly code: number | null;
  readonly closed: boolean;
  close(): void;
}

export function openRawSocket(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawSocket> {
  const { port, pathname } = new URL(url);
  const socket = connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
  const state = { texts: [] as string[], code: null as number | null, closed: false };
  const { promise, resolve, reject } = Promise.withResolvers<RawSocket>();
  socket.on('error', reject);
  socket.on('close', () => {
    state.closed = true;
    reject(new Error('closed before the upgrade'));
  });
  socket.on('connect', () => socket.write(upgrade(pathname, headers)));
  let rest: Buffer = Buffer.alloc(0);
  let upgraded = false;
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    if (!upgraded) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      upgraded = true;
      rest = rest.subarray(end + 4);
      resolve(handle(socket, state));
    }
    rest = read(socket, state, rest);
  });
  return promise;
}

const handle = (socket: Socket, state: Pick<RawSocket, 'texts' | 'code' | 'closed'>): RawSocket => ({
  send: (frame) => void (socket.writable && socket.write(encode(frame))),
  bytes: (bytes) => void (socket.writable && socket.write(bytes)),
  get texts() {
    return state.texts;
  },
  get code() {
    return state.code;
  },
  get closed() {
    return state.closed;
  },
  close: () => socket.destroy(),
});

const upgrade = (path: string, headers: Readonly<Record<string, string>>): string =>
  [
    `GET ${path} HTTP/1.1`,
    ...['Host: 127.0.0.1', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'],
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

function encode({ opcode, payload, final, masked }: RawFrame): Buffer {
  const size = payload.length;
  const head = Buffer.alloc(size > 65_535 ? 10 : size > 125 ? 4 : 2);
  head[0] = (final ? 0x80 : 0) | (opcode & 15);
  head[1] = (masked ? 0x80 : 0) | (size > 65_535 ? 127 : size > 125 ? 126 : size);
  if (head.length === 4) head.writeUInt16BE(size, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(size), 2);
  // A mask of zeros leaves the bytes as they are.
  return Buffer.concat([head, Buffer.alloc(masked ? 4 : 0), payload]);
}

function read(socket: Socket, state: { texts: string[]; code: number | null }, buffer: Buffer): Buffer {
  let rest = buffer;
  for (;;) {
    const small = (rest[1] ?? 0) & 127;
    const head = small === 127 ? 10 : small === 126 ? 4 : 2;
    if (rest.length < head) return rest;
    const size = head === 10 ? Number(rest.readBigUInt64BE(2)) : head === 4 ? rest.readUInt16BE(2) : small;
    if (rest.length < head + size) return rest;
    const opcode = (rest[0] ?? 0) & 15;
    const payload = rest.subarray(head, head + size);
    if (opcode === 1) state.texts.push(payload.toString('utf8'));
    if (opcode === 8 && size >= 2) state.code = payload.readUInt16BE(0);
    if (opcode === 8) socket.end();
    rest = rest.subarray(head + size);
  }
}
