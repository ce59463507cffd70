import type { IncomingMessage, Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { clientAddress } from '../operation/client-address.ts';

export interface PipeOptions {
  /** The gateway's own port, on `host` (this machine unless given). */
  readonly port: number;
  readonly host?: string;
  readonly path?: string;
  /** Proxies in front whose forwarded address is believed. */
  readonly trustProxy?: number;
  /** Upgrades to other paths: refused with 404, or left to somebody else who waits for them (a dev server). */
  readonly otherwise?: 'refuse' | 'ignore';
}

/** For a client that does not close its end after the gateway's goodbye. */
const LINGER_MS = 2_000;

/**
 * Lets one port serve both: upgrades to `/realtime` that reach the HTTP server are handed, byte for byte, to the gateway.
 * The gateway learns the client's address by `x-forwarded-for`, from us alone. Returns how to stop.
 */
export function pipeUpgrades(server: Server, options: PipeOptions): () => void {
  const { otherwise = 'refuse', path = '/realtime' } = options;
  const take = (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (request.url?.split('?', 1)[0] === path) pipe(request, socket, head, options);
    else if (otherwise === 'refuse') refuse(socket, '404 Not Found');
  };
  server.on('upgrade', take);
  return () => server.off('upgrade', take);
}

function pipe(request: IncomingMessage, socket: Socket, head: Buffer, options: PipeOptions): void {
  const { host = '127.0.0.1', port, trustProxy = 0 } = options;
  const gateway = connect({ host, port, noDelay: true });
  let connected = false;
  socket.setNoDelay(true);
  socket.setTimeout(0);
  gateway.on('connect', () => {
    connected = true;
    gateway.write(headOf(request, clientAddress(socket.remoteAddress ?? '', forwardedFor(request), trustProxy)));
    if (head.length > 0) gateway.write(head);
    socket.pipe(gateway);
    gateway.pipe(socket);
  });
  gateway.on('error', () => (connected ? socket.destroy() : refuse(socket, '503 Service Unavailable')));
  socket.on('error', () => gateway.destroy());
  gateway.on('close', () => partFrom(socket));
  socket.on('close', () => gateway.destroy());
}

/**
 * What the gateway said last (why it closed) still has to get through, so nothing is cut off at once. What the client says
 * is read to its end, or that end would never be seen.
 */
function partFrom(socket: Socket): void {
  socket.end();
  socket.resume();
  socket.setTimeout(LINGER_MS, () => socket.destroy());
}

const forwardedFor = ({ headers }: IncomingMessage): string | undefined => {
  const header = headers['x-forwarded-for'];
  return Array.isArray(header) ? header.join() : header;
};

function headOf(request: IncomingMessage, address: string): string {
  const lines = [`${request.method} ${request.url} HTTP/1.1`];
  for (let place = 0; place < request.rawHeaders.length; place += 2) {
    const name = request.rawHeaders[place] as string;
    if (name.toLowerCase() !== 'x-forwarded-for') lines.push(`${name}: ${request.rawHeaders[place + 1]}`);
  }
  return `${lines.join('\r\n')}\r\nx-forwarded-for: ${address}\r\n\r\n`;
}

const refuse = (socket: Socket, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};
