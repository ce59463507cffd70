import { randomUUID } from 'node:crypto';
import type { Announcement } from '../events/announcement.ts';
import type { Credentials, GatewayDoors, RoomPlace, SignedIn, Standing } from '../realtime/doors.ts';
import type { Call, EventFrame } from '../realtime/protocol.ts';

// A small engine behind the gateway's doors, for the tests of real time: a real log with real numbers, in memory.

interface Member {
  visibleFrom: number;
}

interface Room {
  readonly schoolId: string;
  readonly log: EventFrame[];
  readonly members: Map<string, Member>;
  /** The log was swept up to this number. */
  sweptTo: number;
}

export interface FixtureEngine extends GatewayDoors {
  /** As after a copy was restored. */
  epoch: string;
  /** Calls of each door, to see what the gateway asked for. */
  readonly asked: Record<'signIn' | 'recheck' | 'roomsOf' | 'moved' | 'readEvents' | 'heads' | 'call', number>;
  readonly off: Set<string>;
  /** People who may do other things by now. */
  readonly changed: Set<string>;
  person(name: string): { token: string; who: SignedIn };
  room(): string;
  put(room: string, who: SignedIn, visibleFrom?: number): Announcement;
  takeOut(room: string, who: SignedIn): Announcement;
  /** Commits an event and returns the news of it, which the test publishes when (and if) it likes. */
  say(room: string, text: string, event?: string, clientId?: string): Announcement & { kind: 'events' };
  /** The same for any event and payload. */
  record(room: string, event: string, payload: object): Announcement & { kind: 'events' };
  signOut(token: string): Announcement;
  head(room: string): number;
  sweep(room: string, upTo: number): void;
  log(room: string): readonly EventFrame[];
  /** The next calls of a door fail, or wait, as long as this stands. */
  before: Partial<Record<keyof FixtureEngine['asked'], () => Promise<void> | void>>;
  calls: (who: SignedIn, call: Call) => unknown;
  /** Whole answers instead, for refusals. */
  answers?: ((call: Call) => object) | undefined;
}

export const SCHOOL = '0199a000-0000-7000-8000-000000000001';

export function createFixtureEngine(): FixtureEngine {
  const sessions = new Map<string, SignedIn>();
  const rooms = new Map<string, Room>();
  const asked = { signIn: 0, recheck: 0, roomsOf: 0, moved: 0, readEvents: 0, heads: 0, call: 0 };
  const roomOf = (id: string): Room => rooms.get(id) as Room;
  const news = (kind: 'entered' | 'exited', room: string, who: SignedIn): Announcement => ({
    kind,
    schoolId: SCHOOL,
    room,
    person: who.person.id,
    head: roomOf(room).log.length,
  });
  const door = async (name: keyof typeof asked) => {
    asked[name] += 1;
    // Nothing answers in the same turn, as no database would.
    await new Promise((go) => setImmediate(go));
    await engine.before[name]?.();
  };
  const placesOf = (person: string): Map<string, RoomPlace> => {
    const places = new Map<string, RoomPlace>();
    for (const [id, { log, members }] of rooms) {
      const member = members.get(person);
      if (member) places.set(id, { head: log.length, visibleFrom: member.visibleFrom });
    }
    return places;
  };
  const engine: FixtureEngine = {
    asked,
    epoch: randomUUID(),
    epochOf: () => engine.epoch,
    changed: new Set(),
    off: new Set(),
    before: {},
    calls: (_who, call) => call.params.input ?? null,
    person(name) {
      const person = { id: randomUUID(), schoolId: SCHOOL };
      const who = { session: randomUUID(), account: `account-${name}`, person };
      const token = `token-${name}`;
      sessions.set(token, who);
      return { token, who };
    },
    room() {
      const id = randomUUID();
      rooms.set(id, { schoolId: SCHOOL, log: [], members: new Map(), sweptTo: 0 });
      return id;
    },
    put(room, who, visibleFrom = 0) {
      roomOf(room).members.set(who.person.id, { visibleFrom });
      return news('entered', room, who);
    },
    takeOut(room, who) {
      roomOf(room).members.delete(who.person.id);
      return news('exited', room, who);
    },
    say(room, text, event = 'message.sent', clientId = randomUUID()) {
      return engine.record(room, event, { message: { id: randomUUID(), clientId, author: 'somebody', text } });
    },
    record(room, event, payload) {
      const { log, schoolId } = roomOf(room);
      const frame: EventFrame = {
        t: 'event',
        room,
        seq: log.length + 1,
        event,
        by: { person: 'somebody' },
        at: new Date().toISOString(),
        payload,
      };
      log.push(frame);
      return { kind: 'events', schoolId, room, events: [frame] };
    },
    signOut(token) {
      const { account, session } = sessions.get(token) as SignedIn;
      sessions.delete(token);
      return { kind: 'signed-out', account, session };
    },
    head: (room) => roomOf(room).log.length,
    log: (room) => roomOf(room).log,
    sweep(room, upTo) {
      roomOf(room).sweptTo = upTo;
    },
    async recheck(sockets) {
      const open = new Set([...sessions.values()].map(({ session }) => session));
      const differing = new Map<SignedIn, Standing>();
      for (const { who } of sockets) {
        if (!open.has(who.session)) differing.set(who, 'signed-out');
        else if (engine.changed.has(who.person.id)) differing.set(who, 'changed');
      }
      await door('recheck');
      return differing;
    },
    opened: () => {},
    closed: () => {},
    answered: () => {},
    tokenOf: (headers) => (sessions.has(tokenIn(headers)) ? tokenIn(headers) : null),
    async signIn(headers) {
      await door('signIn');
      return sessions.get(tokenIn(headers)) ?? null;
    },
    async roomsOf({ person }) {
      const places = placesOf(person.id);
      await door('roomsOf');
      return places;
    },
    markOf: (places) => JSON.stringify([...places].map(([id, { visibleFrom }]) => [id, visibleFrom])),
    async moved(_schoolId, marks) {
      const people = marks.filter(({ person, mark }) => engine.markOf(placesOf(person)) !== mark);
      await door('moved');
      return people.map(({ person }) => person);
    },
    async readEvents(_schoolId, room, since, to) {
      const { log, sweptTo } = roomOf(room);
      const read = since < sweptTo ? null : log.slice(since, to).filter(({ event }) => !engine.off.has(event));
      await door('readEvents');
      return read;
    },
    async heads(ids) {
      const heads = new Map(ids.map((id) => [id, roomOf(id).log.length]));
      await door('heads');
      return heads;
    },
    async call(who, call) {
      await door('call');
      if (engine.answers) return engine.answers(call);
      return { id: call.id, result: { type: 'data', data: await engine.calls(who, call) } };
    },
    unavailable: ({ person }, { id }) => ({ id, error: { data: { error: { fault: 'unavailable', person } } } }),
    speaks: (_schoolId, event) => !engine.off.has(event),
  };
  return engine;
}

const tokenIn = ({ authorization, cookie }: Credentials): string =>
  (authorization ?? cookie ?? '').replace(/^(Bearer |session=)/, '');
