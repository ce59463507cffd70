import { type Connection, type EventFrame, type Hear, Refused, type Sent } from './connection.ts';

interface Frame {
  readonly t?: string;
  readonly id?: number;
  readonly room?: string;
  readonly event?: string;
  readonly seq?: number;
  readonly since?: number;
  readonly to?: number;
  readonly head?: number;
  readonly more?: true;
  readonly events?: readonly EventFrame[];
  readonly payload?: unknown;
  readonly result?: { readonly data: unknown };
  readonly error?: { readonly data?: { readonly error?: { readonly fault: string; readonly code: string } } };
}

interface Feed {
  readonly hear: Hear;
  cursor: number;
  asked: boolean;
}

const AGAIN_MS = 200;
const PING_MS = 5_000;
const DEAD_MS = 12_000;
const SIGNED_OUT = 4_501;

/** The protocol spoken by hand: what our own client keeps right by itself is not hidden here. */
export class RawConnection implements Connection {
  status: Connection['status'] = 'away';
  readonly #url: string;
  readonly #token: () => string;
  readonly #feeds = new Map<string, Set<Feed>>();
  readonly #calls = new Map<number, { done(data: unknown): void; failed(error: Error): void }>();
  readonly #changed: (() => void)[] = [];
  readonly #ping: ReturnType<typeof setInterval>;
  #socket: WebSocket | null = null;
  #heardAt = 0;
  #lastId = 0;
  #closed = false;

  constructor(url: string, token: () => string) {
    this.#url = url;
    this.#token = token;
    this.#ping = setInterval(() => this.#look(), PING_MS);
    this.#connect();
  }

  onStatus(changed: () => void): void {
    this.#changed.push(changed);
  }

  send = (input: object): Promise<Sent> => this.#call('mutation', 'messages.send', input) as Promise<Sent>;
  edit = (input: object): Promise<unknown> => this.#call('mutation', 'messages.edit', input);
  remove = (input: object): Promise<unknown> => this.#call('mutation', 'messages.delete', input);
  page = (roomId: string): Promise<unknown> => this.#call('query', 'messages.page', { roomId });
  rename = (roomId: string, title: string): Promise<unknown> =>
    this.#call('mutation', 'rooms.rename', { roomId, title });
  createClassroom = (title: string): Promise<unknown> => this.#call('mutation', 'classrooms.create', { title });

  follow(room: string, since: number, hear: Hear): () => void {
    const feed = { hear, cursor: since, asked: false };
    const feeds = this.#feeds.get(room) ?? new Set();
    this.#feeds.set(room, feeds.add(feed));
    this.#ask(room, feed);
    return () => feeds.delete(feed);
  }

  retry(): void {
    if (this.status === 'signed-out') this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#ping);
    this.#lose(false);
  }

  #connect(): void {
    if (this.#closed) return;
    this.#become('away');
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#heardAt = performance.now();
    socket.onopen = () => socket.send(JSON.stringify({ t: 'hello', token: this.#token(), cursors: this.#cursors() }));
    socket.onmessage = ({ data }) => socket === this.#socket && this.#take(String(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#lose(code === SIGNED_OUT);
    socket.onerror = () => socket === this.#socket && socket.readyState === 0 && this.#lose(false);
  }

  #lose(signedOut: boolean): void {
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onerror = () => undefined;
      socket.close();
    }
    for (const { failed } of this.#calls.values()) failed(new Refused('unavailable', 'lost'));
    this.#calls.clear();
    for (const feeds of this.#feeds.values()) for (const feed of feeds) feed.asked = false;
    this.#become(signedOut ? 'signed-out' : 'away');
    if (!signedOut) setTimeout(() => this.#socket || this.#connect(), AGAIN_MS);
  }

  #look(): void {
    if (!this.#socket) return;
    if (performance.now() - this.#heardAt > DEAD_MS) this.#lose(false);
    else if (this.status === 'live') this.#write('PING');
  }

  #become(status: Connection['status']): void {
    if (this.status === status) return;
    this.status = status;
    for (const changed of this.#changed) changed();
  }

  #cursors(): Record<string, number> {
    const slowest = (feeds: Set<Feed>) => Math.min(...[...feeds].map(({ cursor }) => cursor));
    return Object.fromEntries(
      [...this.#feeds].filter(([, feeds]) => feeds.size > 0).map(([id, of]) => [id, slowest(of)]),
    );
  }

  #write(text: string): void {
    if (this.#socket?.readyState === 1) this.#socket.send(text);
  }

  #call(method: 'query' | 'mutation', path: string, input: object): Promise<unknown> {
    if (this.status !== 'live')
      return Promise.reject(new Refused(this.status === 'away' ? 'unavailable' : 'signed-out', 'not live'));
    const id = ++this.#lastId;
    return new Promise((done, failed) => {
      this.#calls.set(id, { done, failed });
      this.#write(JSON.stringify({ id, method, params: { path, input } }));
    });
  }

  #ask(room: string, feed: Feed): void {
    if (this.status !== 'live' || feed.asked) return;
    feed.asked = true;
    this.#write(JSON.stringify({ t: 'resume', room, since: feed.cursor }));
  }

  #take(text: string): void {
    this.#heardAt = performance.now();
    if (text === 'PONG') return;
    const frame = JSON.parse(text) as Frame;
    const feeds = [...(this.#feeds.get(frame.room ?? '') ?? [])];
    if (frame.t === undefined) this.#answer(frame);
    else if (frame.t === 'hello') this.#become('live');
    else if (frame.t === 'event') for (const feed of feeds) this.#event(feed, frame as EventFrame);
    else if (frame.t === 'resume') for (const feed of feeds) this.#replay(feed, frame);
    else if (frame.t === 'startOver') for (const feed of feeds) startOver(feed, frame.head ?? 0);
    else if (frame.t === 'passing') for (const { hear } of feeds) hear.passing(frame.event ?? '');
    else for (const feed of feeds) feed.asked = false;
  }

  #answer({ id, result, error }: Frame): void {
    const call = this.#calls.get(id ?? 0);
    this.#calls.delete(id ?? 0);
    const { fault = 'failure', code = 'no error' } = error?.data?.error ?? {};
    if (result) call?.done(result.data);
    else call?.failed(new Refused(fault, code));
  }

  #event(feed: Feed, frame: EventFrame): void {
    if (frame.seq <= feed.cursor) return;
    if (frame.seq > feed.cursor + 1) this.#ask(frame.room, feed);
    else {
      feed.cursor = frame.seq;
      feed.hear.event(frame);
    }
  }

  #replay(feed: Feed, { since = 0, to = 0, events = [], more }: Frame): void {
    if (!more) feed.asked = false;
    if (since > feed.cursor) return;
    for (const event of events) if (event.seq > feed.cursor) feed.hear.event(event);
    feed.cursor = Math.max(feed.cursor, to);
  }
}

function startOver(feed: Feed, head: number): void {
  feed.asked = false;
  feed.cursor = head;
  feed.hear.startOver(head);
}
