import { connect, createServer, type Socket } from 'node:net';

/** A network line between a client and a port, for tests: it can stop carrying, be cut, and come back. */
export interface TestLine {
  readonly port: number;
  /** From now on nothing is carried, and neither side notices. */
  freeze(): void;
  thaw(): void;
  /** Breaks the connections there are; new ones are taken. */
  cut(): void;
  /** Refuses new connections, or takes them again. */
  down(isDown: boolean): void;
  /** Leads new connections to another port. */
  lead(port: number): void;
  close(): void;
}

export async function openLine(target: number): Promise<TestLine> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let frozen = false;
  let isDown = false;
  let port = target;
  const carry = (near: Socket, far: Socket) => {
    near.on('data', (data) => {
      if (!far.write(data)) near.pause();
    });
    far.on('drain', () => frozen || near.resume());
    near.on('close', () => far.destroy());
    near.on('error', () => far.destroy());
    if (frozen) near.pause();
  };
  const server = createServer((near) => {
    if (isDown) return void near.destroy();
    const far = connect(port, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    near.on('close', () => pairs.delete(pair));
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const each = (act: (socket: Socket) => void) => {
    for (const pair of pairs) for (const socket of pair) act(socket);
  };
  return {
    port: (server.address() as { port: number }).port,
    freeze() {
      frozen = true;
      each((socket) => socket.pause());
    },
    thaw() {
      frozen = false;
      each((socket) => socket.resume());
    },
    cut: () => each((socket) => socket.destroy()),
    down(now) {
      isDown = now;
    },
    lead(to) {
      port = to;
    },
    close() {
      each((socket) => socket.destroy());
      server.close();
    },
  };
}
