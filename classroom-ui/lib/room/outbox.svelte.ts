import { v4 as newClientId } from 'uuid';
import { type Problem, problemOf } from '#lib/api-problem.ts';
import { type Change, type DeviceStore, device } from '#lib/device/device-store.ts';
import type { Quote, SendDraft } from '../../../engine/client.ts';
import { alone } from './alone.ts';
import { type Quotable, quoteNow } from './quote-now.ts';

export interface Draft {
  readonly text: string;
  readonly quote: Quote | null;
  readonly threadRoot: string | null;
  /** What plugins send along, by their id. */
  readonly with?: Readonly<Record<string, unknown>>;
  /** What the message shows of them until the room confirms it. */
  readonly shows?: Readonly<Record<string, unknown>>;
}

/** A message of ours that the room has not confirmed yet, as this device stores it. */
export interface StoredMessage extends Draft {
  readonly clientId: string;
  readonly roomId: string;
  /** Of one room's messages, the smaller one was written first. */
  readonly order: number;
  /** When it was written, by this device's clock: for drawing only, never for order. */
  readonly at: string;
  /** Why it was refused; null while it goes on by itself. */
  readonly problem: Problem | null;
}
export interface Pending extends StoredMessage {
  readonly state: 'pending' | 'sent' | 'failed';
}

type Input = Omit<SendDraft, 'roomId'>;
export interface OutboxOptions {
  readonly roomId: string;
  /** Sends one message; the same clientId is stored once, however often it is sent. */
  send(input: Input): Promise<unknown>;
  /** Whether there is a connection to send by. */
  isLive(): boolean;
  readonly store?: DeviceStore;
}

/** A disk that takes longer does not keep a message back. */
const STORING_MS = 3_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** Faults that nobody decided: the message goes out by itself once the cause is over. */
const GOES_ON = ['unavailable', 'signed-out'];

/**
 * Our own messages to one room on their way: sent one after the other, so that they are stored in the order they were
 * written. A message leaves this device's storage only when the room has it. One tab sends at a time; a retry reuses the
 * clientId, so the room holds each message once however often, and from wherever, it is tried.
 */
export class Outbox {
  pending = $state.raw<readonly Pending[]>([]);
  /** What is left to send cannot be sent now, and is tried again by itself. */
  isWaiting = $state(false);
  /** Its room is on the screen, which takes away what was sent once it draws it. */
  isWatched = false;
  readonly #options: OutboxOptions;
  readonly #store: DeviceStore;
  #draining: Promise<void> | undefined;
  /** Written a moment ago: no other tab has sent these, and none of them waits for the disk. */
  readonly #atOnce = new Set<string>();
  #wait = FIRST_WAIT_MS;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#store = options.store ?? device;
  }

  /** @param emptied the draft it was written as, which leaves storage in the same moment */
  add(draft: Draft, emptied: readonly Change[] = []): void {
    const order = Math.max(Date.now(), ...this.pending.map((message) => message.order + 1));
    const stored = { ...draft, clientId: newClientId(), roomId: this.#options.roomId, order, problem: null };
    this.take({ ...stored, at: new Date().toISOString() });
    void this.#write(stored.clientId, emptied);
    if (this.#options.isLive()) this.#atOnce.add(stored.clientId);
    void this.drain();
  }

  /** Takes up a message that this device stored, or stores now. */
  take(message: StoredMessage): void {
    const state = message.problem ? 'failed' : 'pending';
    const others = this.pending.filter(({ clientId }) => clientId !== message.clientId);
    this.pending = [...others, { ...message, state } as const].sort((a, b) => a.order - b.order);
  }

  /** Another tab stored, sent or discarded one of them. */
  hear(clientId: string, stored: StoredMessage | undefined): void {
    const known = this.pending.find((message) => message.clientId === clientId);
    if (stored) {
      this.take(stored);
      void this.drain();
    } else if (known?.state === 'pending' && this.#options.isLive()) this.#settled(clientId);
    else if (known?.state !== 'sent') this.#drop(clientId);
  }

  retry(clientId: string): void {
    this.#change(clientId, { state: 'pending', problem: null });
    void this.#write(clientId);
    void this.drain();
  }

  retryAll(): void {
    for (const { clientId, state } of this.pending) if (state === 'failed') this.retry(clientId);
  }

  /** What it quotes cannot be quoted any more: it goes without. */
  retryUnquoted(clientId: string): void {
    this.#change(clientId, { quote: null });
    this.retry(clientId);
  }

  discard(clientId: string): void {
    this.#drop(clientId);
    void this.#write(clientId);
  }

  /** What they quote says what its message says now, and nothing once that is deleted: here, and where it is stored. */
  followQuote(message: Quotable): void {
    for (const { clientId, quote } of this.pending) {
      const now = quote && quoteNow(quote, message);
      if (now === quote) continue;
      this.#change(clientId, { quote: now });
      void this.#write(clientId);
    }
  }

  /** The room holds these now. */
  confirm(clientIds: ReadonlySet<string>): void {
    for (const { clientId } of this.pending) {
      if (!clientIds.has(clientId)) continue;
      this.#drop(clientId);
      void this.#write(clientId);
    }
  }

  /** Whatever the room has stored stands in its pages. */
  forgetSent(): void {
    this.pending = this.pending.filter(({ state }) => state !== 'sent');
  }

  /** Sends what waits, in its order. Answers once there is nothing left that could be sent now. */
  drain(): Promise<void> {
    if (!this.#next || !this.#options.isLive()) return Promise.resolve();
    this.#draining ??= this.#drain();
    return this.#draining;
  }

  async #drain(): Promise<void> {
    clearTimeout(this.#retry);
    let goesOn = true;
    try {
      while (goesOn && this.#next && this.#options.isLive()) {
        await alone(`homeroom outbox ${this.#store.name} ${this.#options.roomId}`, async () => {
          for (let next = this.#next; goesOn && next && this.#options.isLive(); next = this.#next) {
            goesOn = await this.#try(next);
          }
        });
      }
    } finally {
      this.#draining = undefined;
    }
  }

  get #next(): Pending | undefined {
    return this.pending.find(({ state }) => state === 'pending');
  }

  /** Answers whether to go on with the next one. */
  async #try({ clientId }: Pending): Promise<boolean> {
    const stored = this.#atOnce.delete(clientId) ? 'unknown' : await this.#whatIsStored(clientId);
    const message = this.pending.find((other) => other.clientId === clientId);
    if (!message) return true;
    if (stored !== 'unknown' && (!stored || stored.problem)) {
      this.hear(clientId, stored);
      return true;
    }
    try {
      await this.#options.send(inputOf(message));
      this.#wait = FIRST_WAIT_MS;
      this.isWaiting = false;
      this.#settled(clientId);
      void this.#write(clientId);
      return true;
    } catch (thrown) {
      return this.#refused(clientId, problemOf(thrown));
    }
  }

  /** Another tab may have sent it, or thrown it away. */
  async #whatIsStored(clientId: string): Promise<StoredMessage | undefined | 'unknown'> {
    const ask = this.#store.write().then(() => this.#store.fresh<StoredMessage>('outbox', clientId));
    const patience = new Promise<'unknown'>((done) => setTimeout(() => done('unknown'), STORING_MS));
    return Promise.race([ask, patience]).catch(() => 'unknown' as const);
  }

  #refused(clientId: string, problem: Problem): boolean {
    this.isWaiting = GOES_ON.includes(problem.fault);
    if (this.isWaiting) {
      this.#retry = setTimeout(() => void this.drain(), this.#wait);
      this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT_MS);
      return false;
    }
    this.#change(clientId, { state: 'failed', problem });
    void this.#write(clientId);
    return true;
  }

  #settled(clientId: string): void {
    if (this.isWatched) this.#change(clientId, { state: 'sent' });
    else this.#drop(clientId);
  }

  #drop(clientId: string): void {
    this.pending = this.pending.filter((message) => message.clientId !== clientId);
  }

  #change(clientId: string, change: Partial<Pending>): void {
    this.pending = this.pending.map((message) => (message.clientId === clientId ? { ...message, ...change } : message));
  }

  /** Has the device store one of them as it is now. */
  #write(clientId: string, along: readonly Change[] = []): Promise<void> {
    const message = this.pending.find((other) => other.clientId === clientId);
    const value = message && message.state !== 'sent' ? storedOf(message) : undefined;
    return this.#store.write({ table: 'outbox', key: clientId, value }, ...along);
  }
}

const storedOf = ({ state: _, ...message }: Pending): StoredMessage => message;

const inputOf = ({ clientId, text, quote, threadRoot, with: along }: Pending): Input => ({
  clientId,
  text,
  ...(quote && !quote.deleted && { replyTo: quote.id }),
  ...(threadRoot && { threadRoot }),
  ...(along && { with: along }),
});
