import type { Connection } from './connection.ts';
import type { SignedIn } from './doors.ts';

/** Everybody's open sockets on this node. */
export interface Hub {
  add(connection: Connection, who: SignedIn): void;
  remove(connection: Connection): void;
  /** All devices of one person. */
  ofPerson(person: string): readonly Connection[];
  /** All sockets of one account, whichever of its people they are. */
  ofAccount(account: string): readonly Connection[];
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
  const people = createLists();
  const accounts = createLists();
  const revoked = new Map<string, number>();
  return {
    add(connection, who) {
      people.add(who.person.id, connection);
      accounts.add(who.account, connection);
    },
    remove(connection) {
      if (!connection.who) return;
      people.remove(connection.who.person.id, connection);
      accounts.remove(connection.who.account, connection);
    },
    ofPerson: people.of,
    ofAccount: accounts.of,
    *ofSchool(schoolId) {
      for (const connection of people.all()) if (connection.who?.person.schoolId === schoolId) yield connection;
    },
    all: people.all,
    revoke(id) {
      revoked.set(id, performance.now());
      for (const [old, at] of revoked) if (at < performance.now() - REMEMBER_MS) revoked.delete(old);
    },
    revokedSince: (who, since) => [who.account, who.person.id].some((id) => (revoked.get(id) ?? -1) >= since),
  };
}

/** Lists are never changed in place: one that is walked through stays as it was. */
function createLists() {
  const lists = new Map<string, readonly Connection[]>();
  const of = (id: string): readonly Connection[] => lists.get(id) ?? [];
  return {
    of,
    add(id: string, connection: Connection): void {
      if (!of(id).includes(connection)) lists.set(id, [...of(id), connection]);
    },
    remove(id: string, connection: Connection): void {
      const left = of(id).filter((other) => other !== connection);
      if (left.length > 0) lists.set(id, left);
      else lists.delete(id);
    },
    *all(): Generator<Connection> {
      for (const list of lists.values()) yield* list;
    },
  };
}
