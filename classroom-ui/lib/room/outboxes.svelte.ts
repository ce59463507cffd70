import { SvelteMap } from 'svelte/reactivity';
import { ProblemError } from '#lib/api-problem.ts';
import { device } from '#lib/device/device-store.ts';
import type { EventFrame } from '../../../engine/client.ts';
import { Outbox, type Pending, type StoredMessage } from './outbox.svelte.ts';
import { changedBy } from './quote-now.ts';
import type { RoomClient } from './room-client.ts';

type Sender = Pick<RoomClient, 'send' | 'status' | 'onStatus' | 'person'>;
interface Listening extends Sender {
  /** Events of every room, on the screen or not. */
  onEvent(hear: (frame: EventFrame) => void): () => void;
}

/** What one person has on its way, room by room: it is sent whatever room is on the screen, also after a reload. */
class Outboxes {
  readonly #rooms = new SvelteMap<string, Outbox>();

  readonly unsent: readonly Pending[] = $derived(
    [...this.#rooms.values()].flatMap(({ pending }) => pending.filter(({ state }) => state !== 'sent')),
  );

  /** Whether something goes out by itself as long as the page is open. */
  get isSending(): boolean {
    return this.unsent.some(({ state }) => state === 'pending');
  }

  /** @param me whose messages they are: a connection that speaks for somebody else sends none of them */
  of(roomId: string, client: Sender, me: string): Outbox {
    const known = this.#rooms.get(roomId);
    if (known) return known;
    const made = new Outbox({
      roomId,
      isLive: () => client.status === 'live' && client.person === me,
      send: (input) => (client.person === me ? client.send({ roomId, ...input }) : Promise.reject(notMine())),
    });
    this.#rooms.set(roomId, made);
    return made;
  }

  /** What a room has not got, as the list of rooms tells of it. */
  refusedIn(roomId: string): number {
    return this.#rooms.get(roomId)?.pending.filter(({ state }) => state === 'failed').length ?? 0;
  }

  /** Takes away a message that its writer gives up, from this device too. */
  discard(roomId: string, clientId: string): void {
    this.#rooms.get(roomId)?.discard(clientId);
  }

  /** Takes up what this device stored, and sends whatever waits whenever there is a connection. Answers how to stop. */
  start(client: Listening, me: string): () => void {
    const stops = [
      client.onEvent((frame) => this.#withdraw(frame)),
      client.onStatus((status) => status === 'live' && this.#drainAll()),
      device.onChange((table, key) => table === 'outbox' && this.#hear(key, client, me)),
    ];
    void device.ready.then(() => {
      for (const stored of device.all<StoredMessage>('outbox').values()) {
        const outbox = this.of(stored.roomId, client, me);
        if (!outbox.pending.some(({ clientId }) => clientId === stored.clientId)) outbox.take(stored);
      }
      this.#drainAll();
    });
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Tries everything once more, what was refused too; what is left then is `unsent`. */
  async sendAll(): Promise<void> {
    for (const outbox of this.#rooms.values()) outbox.retryAll();
    await Promise.all([...this.#rooms.values()].map((outbox) => outbox.drain()));
  }

  #hear(clientId: string, client: Sender, me: string): void {
    const stored = device.get<StoredMessage>('outbox', clientId);
    if (stored) this.of(stored.roomId, client, me).hear(clientId, stored);
    else for (const outbox of this.#rooms.values()) outbox.hear(clientId, undefined);
  }

  #withdraw(frame: EventFrame): void {
    const changed = changedBy(frame);
    if (changed) this.#rooms.get(frame.room)?.followQuote(changed);
  }

  #drainAll(): void {
    for (const outbox of this.#rooms.values()) void outbox.drain();
  }
}

const notMine = () => new ProblemError({ code: 'signed-out', fault: 'signed-out', message: '', data: {} });

export const outboxes = new Outboxes();
