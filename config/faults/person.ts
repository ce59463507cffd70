import { type Connection, connectByClient, type Draft, type EventFrame, Refused } from './connection.ts';
import type { Log, SendLog } from './log.ts';
import type { Random } from './random.ts';
import { RawConnection } from './raw-connection.ts';
import type { Wire } from './wire.ts';

export interface PersonOptions {
  readonly id: string;
  readonly name: string;
  readonly raw: boolean;
  readonly token: string;
  readonly rooms: readonly string[];
  readonly wire: Wire;
  readonly random: Random;
  readonly log: Log;
  /** Whom messages may name. */
  readonly names: { readonly id: string; readonly name: string };
  /** Whether nothing delays what this person is sent. */
  readonly prompt: () => boolean;
}

/** A message that was sent and acknowledged; `named`: it names who is never there. */
interface Own {
  readonly room: string;
  readonly message: string;
  readonly named: boolean;
}

interface Waiting {
  readonly draft: Draft;
  readonly send: SendLog;
  /** The life of the client in which it is under way. */
  life: number;
}

const MOST_WAITING = 30;
const AGAIN_MS = 300;
const WORDS = [
  'osmosis',
  'homework',
  'is',
  'the',
  'leaf',
  'why?',
  '👩🏽‍🔬',
  'x²',
  'page 12',
  'naïve',
  'مرحبا',
  '**bold**',
];

/** Somebody with a client that may die: what they sent and have no answer for, and how far they have read, outlives it. */
export class Person {
  readonly options: PersonOptions;
  token: string;
  connection: Connection | null = null;
  /** Taken away from them at the moment; their sends wait or are refused. */
  revoked = false;
  /** Since when the client is not live; null while it is. */
  awaySince: number | null = null;
  readonly cursors = new Map<string, number>();
  readonly #rooms: string[];
  readonly #waiting = new Map<string, Waiting>();
  readonly #own: Own[] = [];
  readonly #followed = new Map<string, () => void>();
  #life = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PersonOptions) {
    this.options = options;
    this.token = options.token;
    this.#rooms = [...options.rooms];
    for (const room of options.rooms) this.cursors.set(room, 0);
  }

  get id(): string {
    return this.options.id;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** A client begins, with what the one before left behind. */
  open(): void {
    const url = `ws://127.0.0.1:${this.options.wire.port}/realtime`;
    this.#life += 1;
    this.connection = this.options.raw
      ? new RawConnection(url, () => this.token)
      : connectByClient(url, () => this.token);
    this.awaySince = performance.now();
    this.connection.onStatus(() => this.#noteStatus());
    for (const room of this.cursors.keys()) this.follow(room);
    for (const waiting of this.#waiting.values()) void this.#deliver(waiting);
  }

  /** The client dies: nothing that it waited for is answered to anybody. */
  kill(): void {
    this.#life += 1;
    this.connection?.close();
    this.connection = null;
    this.#followed.clear();
  }

  /** They write in this room, too. */
  addRoom(room: string): void {
    this.#rooms.push(room);
    this.follow(room);
  }

  follow(room: string): void {
    const since = this.cursors.get(room) ?? 0;
    this.cursors.set(room, since);
    const stop = this.connection?.follow(room, since, {
      event: (frame) => this.#heard(frame),
      passing: (event) => this.#log(room, null, event, null),
      startOver: (head) => {
        this.cursors.set(room, head);
        this.#log(room, head, 'startOver', null);
      },
    });
    if (stop) this.#followed.set(room, stop);
  }

  /** Writes now and then, until `rest`. */
  write(): void {
    this.#timer = setTimeout(
      () => {
        if (this.connection && this.#rooms.length > 0 && this.#waiting.size < MOST_WAITING) this.#act();
        this.write();
      },
      this.options.random.between(80, 500),
    );
  }

  rest(): void {
    clearTimeout(this.#timer);
  }

  close(): void {
    this.rest();
    this.kill();
    this.options.wire.close();
  }

  /** Notes an answer by which nothing was decided. */
  failed(error: unknown, what: string): void {
    if (error instanceof Refused && error.fault === 'failure')
      this.options.log.failures.push({ at: performance.now(), person: 'somebody', what });
  }

  #noteStatus(): void {
    if (this.connection?.status === 'live') this.awaySince = null;
    else this.awaySince ??= performance.now();
  }

  #act(): void {
    const { random } = this.options;
    const own = this.#own.at(-random.between(1, 20));
    if (own && random.chance(0.05)) void this.#change(own, own.named || random.chance(0.5));
    else this.#send();
  }

  /** Who is named stays named: a notice that is late would not be told of a name that is gone. */
  async #change({ room: roomId, message: messageId, named }: Own, edits: boolean): Promise<void> {
    const text = `${named ? `@${this.options.names.name} ` : ''}${this.#words()} (edited)`;
    try {
      await (edits
        ? this.connection?.edit({ roomId, messageId, text })
        : this.connection?.remove({ roomId, messageId }));
    } catch (error) {
      this.failed(error, edits ? 'messages.edit' : 'messages.delete');
    }
  }

  #send(): void {
    const { random, names, log, id } = this.options;
    const room = random.pick(this.#rooms);
    const clientId = uuid(random);
    const isNaming = random.chance(0.06) && this.options.rooms.includes(room);
    const quoted = random.chance(0.1) ? this.#own.at(-random.between(1, 5)) : undefined;
    const mention = { from: 0, to: names.name.length + 1, person: names.id };
    const draft: Draft = {
      roomId: room,
      clientId,
      text: isNaming ? `@${names.name} ${this.#words()}` : this.#words(),
      ...(isNaming && { with: { mentions: [mention] } }),
      ...(quoted?.room === room && { replyTo: quoted.message }),
    };
    const send: SendLog = {
      ...{ person: id, room, clientId, at: performance.now(), names: isNaming ? names.id : null },
      ...{ tries: 0, acked: null, refused: null },
    };
    log.sends.set(clientId, send);
    const waiting = { draft, send, life: 0 };
    this.#waiting.set(clientId, waiting);
    void this.#deliver(waiting);
  }

  #words(): string {
    const { random } = this.options;
    return Array.from({ length: random.between(1, 12) }, () => random.pick(WORDS)).join(' ');
  }

  /** Until it is known what became of it: by this client, or by a later one with the same clientId. */
  async #deliver(waiting: Waiting): Promise<void> {
    const { draft, send } = waiting;
    const life = this.#life;
    if (waiting.life === life) return;
    waiting.life = life;
    while (life === this.#life && this.connection) {
      if (this.connection.status === 'signed-out') {
        await pause();
        continue;
      }
      send.tries += 1;
      try {
        const { message, seq } = await this.connection.send(draft);
        if (life !== this.#life) return;
        send.acked = { at: performance.now(), message: message.id, seq };
        this.#own.push({ room: draft.roomId, message: message.id, named: send.names !== null });
        this.#own.splice(0, this.#own.length - 50);
      } catch (error) {
        if (life !== this.#life) return;
        this.failed(error, 'messages.send');
        const { fault, code } = error as Refused;
        if (/^(unavailable|limited|failure|signed-out)$/.test(fault)) {
          await pause();
          continue;
        }
        send.refused = { at: performance.now(), code: `${fault} ${code}` };
      }
      this.#waiting.delete(draft.clientId);
      return;
    }
  }

  #heard({ room, seq, event, payload }: EventFrame): void {
    this.cursors.set(room, Math.max(seq, this.cursors.get(room) ?? 0));
    const { message } = payload as { message?: { id: string; clientId?: string } };
    this.#log(room, seq, event, event === 'message.sent' ? (message ?? null) : null);
  }

  #log(room: string, seq: number | null, event: string, message: { id: string; clientId?: string } | null): void {
    const { id, log, prompt } = this.options;
    log.heard.push({
      ...{ at: performance.now(), person: id, room, seq, event, prompt: prompt() },
      ...{ message: message?.id ?? null, clientId: message?.clientId ?? null },
    });
  }
}

const pause = (): Promise<void> => new Promise((done) => setTimeout(done, AGAIN_MS));

/** A version 4 UUID that follows from the seed. */
export function uuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.between(0, 15).toString(16));
  hex[12] = '4';
  hex[16] = random.pick(['8', '9', 'a', 'b']);
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
