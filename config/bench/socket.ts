import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/**
 * The least of a WebSocket client (RFC 6455) that a load test needs: text frames, masked as a client must, no extensions.
 * A full client would spend more on reading than the server on sending, and the figures would be the client's.
 */
export interface BenchSocket {
  send(text: string): void;
  close(): void;
}

export function openSocket(port: number, hear: { text(text: string): void; closed(): void }): Promise<BenchSocket> {
  return new Promise((opened, failed) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    let rest: Buffer = Buffer.alloc(0);
    let upgraded = false;
    socket.on('error', failed);
    socket.on('close', () => hear.closed());
    socket.on('connect', () => socket.write(handshake(port)));
    socket.on('data', (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (!upgraded) {
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!rest.subarray(0, end).toString('latin1').startsWith('HTTP/1.1 101'))
          return failed(new Error('no upgrade'));
        upgraded = true;
        rest = rest.subarray(end + 4);
        opened({ send: (text) => void socket.write(frame(1, Buffer.from(text))), close: () => socket.destroy() });
      }
      rest = readFrames(socket, rest, hear.text);
    });
  });
}

const handshake = (port: number): string =>
  `GET /realtime HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
  `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`;

/** Takes whole frames off the front of a buffer; answers what is left. */
function readFrames(socket: Socket, buffer: Buffer, text: (text: string) => void): Buffer {
  let at = 0;
  while (buffer.length - at >= 2) {
    const opcode = (buffer[at] as number) & 15;
    let length = (buffer[at + 1] as number) & 127;
    let head = 2;
    if (length === 126) {
      if (buffer.length - at < 4) break;
      length = buffer.readUInt16BE(at + 2);
      head = 4;
    } else if (length === 127) {
      if (buffer.length - at < 10) break;
      length = Number(buffer.readBigUInt64BE(at + 2));
      head = 10;
    }
    if (buffer.length - at < head + length) break;
    const payload = buffer.subarray(at + head, at + head + length);
    if (opcode === 1) text(payload.toString('utf8'));
    if (opcode === 9) socket.write(frame(10, payload));
    at += head + length;
  }
  return at === 0 ? buffer : buffer.subarray(at);
}

/** A client masks what it sends; with a mask of zeros the bytes stay as they are. */
function frame(opcode: number, payload: Buffer): Buffer {
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 8 : 6);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (long ? 126 : payload.length);
  if (long) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
