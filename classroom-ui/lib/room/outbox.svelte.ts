import { v4 as newClientId } from 'uuid';
import { type Problem, problemOf } from '#lib/api-problem.ts';
import type { Quote, SendDraft } from '../../../engine/client.ts';

export interface Draft {
  readonly text: string;
  readonly quote: Quote | null;
  readonly threadRoot: string | null;
  /** What plugins send along, by their id. */
  readonly with?: Readonly<Record<string, unknown>>;
  /** What the message shows of them until the room confirms it. */
  readonly shows?: Readonly<Record<string, unknown>>;
}

/** A message of ours that the room has not confirmed yet. */
export interface Pending extends Draft {
  readonly clientId: string;
  /** When it was written, by this device's clock: for drawing only, never for order. */
  readonly at: string;
  readonly state: 'pending' | 'sent' | 'failed';
  readonly problem: Problem | null;
}

type Input = Omit<SendDraft, 'roomId'>;
type SendOne = (input: Input) => Promise<unknown>;

/**
 * Our own messages on their way: sent one after the other, so that they are stored in the order they were written. A retry
 * reuses the clientId, so the room holds each of them once however often it is tried.
 */
export class Outbox {
  pending = $state.raw<readonly Pending[]>([]);
  readonly #send: SendOne;
  #queue: Promise<void> = Promise.resolve();

  constructor(send: SendOne) {
    this.#send = send;
  }

  add(draft: Draft): void {
    const clientId = newClientId();
    this.pending = [
      ...this.pending,
      { ...draft, clientId, at: new Date().toISOString(), state: 'pending', problem: null },
    ];
    this.#enqueue(clientId);
  }

  retry(clientId: string): void {
    this.#change(clientId, { state: 'pending', problem: null });
    this.#enqueue(clientId);
  }

  /** What it quotes cannot be quoted any more: it goes without. */
  retryUnquoted(clientId: string): void {
    this.#change(clientId, { quote: null });
    this.retry(clientId);
  }

  discard(clientId: string): void {
    this.pending = this.pending.filter((message) => message.clientId !== clientId);
  }

  /** The room holds these now. */
  confirm(clientIds: ReadonlySet<string>): void {
    if (!this.pending.some((message) => clientIds.has(message.clientId))) return;
    this.pending = this.pending.filter((message) => !clientIds.has(message.clientId));
  }

  /** Whatever the room has stored stands in its pages. */
  forgetSent(): void {
    this.pending = this.pending.filter(({ state }) => state !== 'sent');
  }

  /** Tries again whatever failed for want of a connection, in the order it was written. */
  retryUnreached(): void {
    for (const { clientId, state, problem } of this.pending) {
      if (state === 'failed' && problem?.fault === 'unavailable') this.retry(clientId);
    }
  }

  #enqueue(clientId: string): void {
    this.#queue = this.#queue.then(() => this.#try(clientId));
  }

  async #try(clientId: string): Promise<void> {
    const message = this.pending.find((other) => other.clientId === clientId);
    if (message?.state !== 'pending') return;
    try {
      await this.#send(inputOf(message));
      this.#change(clientId, { state: 'sent' });
    } catch (thrown) {
      this.#change(clientId, { state: 'failed', problem: problemOf(thrown) });
    }
  }

  #change(clientId: string, change: Partial<Pending>): void {
    this.pending = this.pending.map((message) => (message.clientId === clientId ? { ...message, ...change } : message));
  }
}

const inputOf = ({ clientId, text, quote, threadRoot, with: along }: Pending): Input => ({
  clientId,
  text,
  ...(quote && { replyTo: quote.id }),
  ...(threadRoot && { threadRoot }),
  ...(along && { with: along }),
});
