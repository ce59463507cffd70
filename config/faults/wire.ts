import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

interface Link {
  readonly near: Socket;
  readonly far: Socket;
}

/** A network between somebody and a server: it loses one direction, stops reading, breaks. */
export class Wire {
  /** Where new connections lead; null refuses them. */
  readonly #route: () => number | null;
  readonly #links = new Set<Link>();
  readonly #server: Server;
  #silent: 'up' | 'down' | null = null;
  #isSlow = false;
  #isDown = false;
  #cutsAfterSend: (() => void) | null = null;

  constructor(route: () => number | null) {
    this.#route = route;
    this.#server = createServer((near) => this.#accept(near));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async open(): Promise<this> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return this;
  }

  /** Loses everything in one direction; what was lost cannot come later, so the end of it breaks the connections. */
  silence(direction: 'up' | 'down' | null): void {
    if (this.#silent && !direction) this.cut();
    this.#silent = direction;
  }

  /** The near end reads nothing any more, or goes on. */
  slow(isSlow: boolean): void {
    this.#isSlow = isSlow;
    for (const { far } of this.#links) isSlow ? far.pause() : far.resume();
  }

  /** Breaks everything and refuses, or takes connections again. */
  down(isDown: boolean): void {
    this.#isDown = isDown;
    if (isDown) this.cut();
  }

  cut(): void {
    for (const { near, far } of this.#links) {
      near.destroy();
      far.destroy();
    }
  }

  /** The next bytes to the server arrive there, and their answer nowhere. Resolves when that was done. */
  cutAfterSend(): Promise<void> {
    return new Promise((done) => {
      this.#cutsAfterSend = done;
    });
  }

  close(): void {
    this.#isDown = true;
    this.cut();
    this.#server.close();
  }

  #accept(near: Socket): void {
    near.on('error', () => undefined);
    const port = this.#isDown ? null : this.#route();
    if (port === null) {
      near.destroy();
      return;
    }
    const far = connect({ host: '127.0.0.1', port, noDelay: true });
    near.setNoDelay(true);
    far.on('error', () => undefined);
    const link = { near, far };
    this.#links.add(link);
    near.on('data', (chunk) => this.#up(link, chunk));
    far.on('data', (chunk) => this.#down(link, chunk));
    near.on('drain', () => this.#isSlow || far.resume());
    far.on('drain', () => near.resume());
    near.on('close', () => far.destroy());
    far.on('close', () => {
      this.#links.delete(link);
      near.destroy();
    });
    if (this.#isSlow) far.pause();
  }

  #up({ near, far }: Link, chunk: Buffer): void {
    if (this.#silent === 'up') return;
    const cut = this.#cutsAfterSend;
    if (cut) {
      this.#cutsAfterSend = null;
      far.end(chunk);
      near.destroy();
      cut();
    } else if (!far.write(chunk)) near.pause();
  }

  #down({ near, far }: Link, chunk: Buffer): void {
    if (this.#silent === 'down') return;
    if (!near.write(chunk)) far.pause();
  }
}
