import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyEvent,
  applyThreadSeen,
  type MyRoomView,
  type PassingFrame,
  type RoomState,
  unreadReplies,
} from '../../engine/client.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import { type Listed, listAfter, listReplied, listSeen, listSeenElsewhere, listThreadSeen } from './rooms-events.ts';

const LONG = process.env.LONG === '1';
const RUNS = LONG ? 10_000 : 500;
/** Each in a room of its own, beside one another: what is counted in one room is nothing to another. */
const AT_ONCE = 5;
/** What is counted is the engine's: no plugin has a part in it, and none may refuse anything by being late. */
const stage = useStage({ schools: { oakwood: {} } });

/** `who` of three people does something, on one of their two `device`s where it matters which. */
interface Step {
  readonly act:
    | 'send'
    | 'reply'
    | 'edit'
    | 'see'
    | 'seePart'
    | 'seeThread'
    | 'delete'
    | 'join'
    | 'leave'
    | 'cut'
    | 'reconnect';
  readonly who: number;
  readonly device: number;
  readonly which: number;
}
const acts = (weight: number, ...names: Step['act'][]) => ({
  weight,
  arbitrary: fc.record({ act: fc.constantFrom(...names), who: fc.nat(2), device: fc.nat(1), which: fc.nat(20) }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  acts(6, 'send', 'reply'),
  acts(4, 'see', 'seePart', 'seeThread'),
  acts(3, 'delete', 'edit'),
  acts(2, 'join', 'leave'),
  acts(2, 'cut', 'reconnect'),
);
const sequence = fc.array(step, { minLength: 4, maxLength: LONG ? 14 : 10 });

interface Said {
  readonly id: string;
  readonly seq: number;
  readonly author: string;
  readonly root: string | null;
  deleted: boolean;
}

/** What is unread, counted from scratch: from all that was asked, and nothing that the engine says of it. */
class Model {
  readonly said: Said[] = [];
  readonly inside = new Set<string>();
  /** By person, and by person and root. */
  readonly seen = new Map<string, number>();

  unread(person: string, root: string | null = null): number {
    const from = this.seen.get(root ? `${person} ${root}` : person) ?? 0;
    return this.said.filter((m) => m.root === root && m.seq > from && m.author !== person && !m.deleted).length;
  }
  /** In the threads they take part in: they began them, or answered, and that stands. */
  unreadReplies(person: string): number {
    const partOf = (root: string) =>
      this.said.some((m) => !m.deleted && m.author === person && (m.id === root || m.root === root));
    return this.roots().reduce((sum, { id }) => sum + (partOf(id) ? this.unread(person, id) : 0), 0);
  }
  see(key: string, seq: number): void {
    this.seen.set(key, Math.max(this.seen.get(key) ?? 0, seq));
  }
  readonly roots = () => this.said.filter(({ root }) => root === null);
}

/** The room as it stands in somebody's list; undefined for who is not in it. */
async function listedTo(person: TestPerson, roomId: string): Promise<MyRoomView | undefined> {
  try {
    return await stage().engine.as(person).rooms.details({ roomId });
  } catch (error) {
    if ((error as { code?: string }).code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

/** One page of one person: what it lists and shows, kept by what it hears, as the screens keep it. */
class Device {
  listed: MyRoomView | undefined;
  state: RoomState | undefined;
  connected = true;
  #heard = 0;
  readonly #person: TestPerson;
  readonly #roomId: string;

  constructor(person: TestPerson, roomId: string) {
    this.#person = person;
    this.#roomId = roomId;
  }

  /** Reads everything anew, as a page does that was away. */
  async load(): Promise<void> {
    const api = stage().engine.as(this.#person);
    this.#heard = stage().engine.news.length;
    this.listed = await listedTo(this.#person, this.#roomId);
    this.state = undefined;
    if (!this.listed) return;
    const { messages, head } = await api.messages.page({ roomId: this.#roomId, limit: 100 });
    const { role: _role, seen: _seen, unread: _unread, threads: _threads, last: _last, ...room } = this.listed;
    this.state = { me: this.#person.id, room: { ...room, head }, participants: {}, messages, head };
  }

  /** Hears what was announced meanwhile, in order. */
  async hear(): Promise<void> {
    const { news } = stage().engine;
    if (!this.connected) return;
    for (const message of news.slice(this.#heard)) {
      if (message.kind === 'entered' && message.room === this.#roomId && message.person === this.#person.id)
        return this.load();
      if (message.kind === 'events' && message.room === this.#roomId && this.listed)
        for (const event of message.events) {
          if (this.listed) await this.#take(listAfter(this.listed, event, { me: this.#person.id }));
          if (this.state) this.state = applyEvent(this.state, event, {});
        }
      if (message.kind === 'passing' && message.person === this.#person.id) await this.#hearPerson(message.frame);
    }
    this.#heard = news.length;
  }

  /** Shows the room up to a sequence: the badge goes before the server knows. */
  saw(seq: number): void {
    if (this.listed) this.listed = listSeen(this.listed, seq);
  }

  async #hearPerson({ event, payload }: PassingFrame): Promise<void> {
    const { roomId, rootId, seen, unread } = payload as {
      roomId: string;
      rootId: string;
      seen: number;
      unread: number;
    };
    if (roomId !== this.#roomId || !this.listed) return;
    if (event === 'thread.replied') await this.#take(listReplied(this.listed, { rootId, seen, unread }));
    if (event === 'thread.seen') await this.#take(listThreadSeen(this.listed, { rootId, seen, unread }));
    if (!this.listed) return;
    if (event === 'room.seen') await this.#take(listSeenElsewhere(this.listed, seen));
    if (event === 'thread.seen' && this.state) this.state = applyThreadSeen(this.state, rootId, seen, unread);
  }

  async #take(next: Listed): Promise<void> {
    if (next === 'gone') this.listed = undefined;
    else if (next !== 'ask') this.listed = next;
    else this.listed = await stage().engine.as(this.#person).rooms.details({ roomId: this.#roomId });
    if (!this.listed) this.state = undefined;
  }
}

interface Scene {
  readonly roomId: string;
  readonly people: readonly TestPerson[];
  readonly devices: readonly (readonly Device[])[];
  readonly model: Model;
}

/** What somebody outside the room asks is not tried: that it is refused, other tests know. */
async function take({ act, who, device, which }: Step, { roomId, people, devices, model }: Scene): Promise<void> {
  const { engine, send } = stage();
  const person = people[who] as TestPerson;
  const page = devices[who]?.[device] as Device;
  const api = engine.as(person);
  const pick = <T>(from: readonly T[]): T | undefined => from[which % Math.max(1, from.length)];
  if (act === 'cut') page.connected = false;
  else if (act === 'reconnect') {
    page.connected = true;
    await page.load();
  } else if (act === 'join') {
    if (model.inside.has(person.id)) return;
    await api.rooms.join({ roomId });
    model.inside.add(person.id);
    const joined = engine.heard(roomId).findLast(({ event }) => event === 'participant.joined');
    model.seen.set(person.id, joined?.seq ?? 0);
  }
  if (!model.inside.has(person.id)) return;
  if (act === 'leave') {
    await api.participants.leave({ roomId });
    model.inside.delete(person.id);
  } else if (act === 'see' || act === 'seePart') {
    const head = page.connected ? (page.listed?.head ?? 0) : 0;
    const seq = act === 'see' ? head : which;
    if (act === 'see') page.saw(seq);
    await api.rooms.see({ roomId, seq });
    model.see(person.id, Math.min(seq, engine.heard(roomId).at(-1)?.seq ?? 0));
  } else if (act === 'seeThread') {
    const root = pick(model.roots());
    if (!root) return;
    await api.messages.seeThread({ roomId, rootId: root.id, seq: root.seq + which });
    model.see(`${person.id} ${root.id}`, Math.min(root.seq + which, engine.heard(roomId).at(-1)?.seq ?? 0));
  } else if (act === 'send' || act === 'reply') {
    const root = act === 'reply' ? pick(model.roots().filter(({ deleted }) => !deleted)) : undefined;
    const { id, seq } = await send({ id: roomId }, person, 'hi', root ? { threadRoot: root.id } : {});
    model.said.push({ id, seq, author: person.id, root: root?.id ?? null, deleted: false });
  } else if (act === 'edit') {
    const message = pick(model.said.filter(({ author, deleted }) => author === person.id && !deleted));
    if (message) await api.messages.edit({ roomId, messageId: message.id, text: `hi ${which}` });
  } else if (act === 'delete') {
    const message = pick(model.said.filter(({ author, deleted }) => author === person.id && !deleted));
    if (!message) return;
    await api.messages.delete({ roomId, messageId: message.id });
    message.deleted = true;
  }
}

async function expectCounted({ roomId, people, devices, model }: Scene): Promise<void> {
  for (const [place, person] of people.entries()) {
    const isIn = model.inside.has(person.id);
    const told = await listedTo(person, roomId);
    expect(told?.unread).toBe(isIn ? model.unread(person.id) : undefined);
    expect(told && unreadReplies(told)).toBe(isIn ? model.unreadReplies(person.id) : undefined);
    expect(told?.seen).toBe(isIn ? model.seen.get(person.id) : undefined);
    for (const page of (devices[place] ?? []).filter(({ connected }) => connected)) {
      await page.hear();
      expect(page.listed?.unread).toBe(isIn ? model.unread(person.id) : undefined);
      expect(page.listed?.last).toEqual(told?.last);
      expect(page.listed && unreadReplies(page.listed)).toBe(isIn ? model.unreadReplies(person.id) : undefined);
      for (const message of page.state?.messages ?? [])
        if (message.thread) expect(message.thread.unread).toBe(model.unread(person.id, message.id));
    }
  }
}

// fast-check prints the seed and the shortest sequence that goes wrong.
test(
  `${RUNS} random sequences: every device counts what a count from scratch says, and its lists quote the present text`,
  async () => {
    const { ana, ben, chidi, freshRoom } = stage();
    const people = [ana, ben, chidi];
    const play = async (steps: readonly Step[]) => {
      const { id: roomId } = await freshRoom({ everyone: false });
      const devices = people.map((person) => [0, 1].map(() => new Device(person, roomId)));
      const scene: Scene = { roomId, people, devices, model: new Model() };
      for (const who of [0, 1]) await take({ act: 'join', who, device: 0, which: 0 }, scene);
      for (const one of steps) {
        await Promise.all(devices.flat().map((page) => page.hear()));
        await take(one, scene);
      }
      await expectCounted(scene);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(sequence, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (sequences) => {
        await Promise.all(sequences.map(play));
      }),
      { numRuns: RUNS / AT_ONCE, endOnFailure: LONG },
    );
  },
  LONG ? 3_600_000 : 600_000,
);
