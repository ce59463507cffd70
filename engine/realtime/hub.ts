import type { Connection } from './connection.ts';
import type { SignedIn } from './doors.ts';

/** Everybody's open sockets on this node. */
export interface Hub {
  add(connection: Connection, who: SignedIn): void;
  remove(connection: Connection): void;
  /** All devices of one person. */
  ofPerson(person: string): readonly Connection[];
  ofSchool(schoolId: string): Iterable<Connection>;
  all(): Iterable<Connection>;
  /** Remembers that this account's sessions, or this person, are no longer what they were. */
  revoke(id: string): void;
  /** Whether that happened after `since`: a sign-in read from the database before it must be read again. */
  revokedSince(who: SignedIn, since: number): boolean;
}

/** Longer than any sign-in takes. */
const REMEMBER_MS = 30_000;

export function createHub(): Hub {
  const people = new Map<string, Connection[]>();
  const revoked = new Map<string, number>();
  const all = function* () {
    for (const devices of people.values()) yield* devices;
  };
  return {
    add(connection, who) {
      const devices = people.get(who.person.id);
      if (!devices) people.set(who.person.id, [connection]);
      else if (!devices.includes(connection)) people.set(who.person.id, [...devices, connection]);
    },
    remove(connection) {
      const person = connection.who?.person.id;
      if (person === undefined) return;
      const left = (people.get(person) ?? []).filter((device) => device !== connection);
      if (left.length > 0) people.set(person, left);
      else people.delete(person);
    },
    ofPerson: (person) => people.get(person) ?? [],
    *ofSchool(schoolId) {
      for (const connection of all()) if (connection.who?.person.schoolId === schoolId) yield connection;
    },
    all,
    revoke(id) {
      revoked.set(id, performance.now());
      for (const [old, at] of revoked) if (at < performance.now() - REMEMBER_MS) revoked.delete(old);
    },
    revokedSince: (who, since) => [who.account, who.person.id].some((id) => (revoked.get(id) ?? -1) >= since),
  };
}
