import type { Cursor } from '../contract.ts';

/** How far others are, as `receipts.cursors` answers it. */
export interface Told {
  readonly takesPart: boolean;
  readonly named: readonly Cursor[] | null;
  readonly counted: Readonly<Record<'from' | 'seen' | 'delivered', readonly number[]>> | null;
}

interface Present {
  readonly [person: string]: { readonly role: string; readonly leftAt: string | null };
}

/** What has become of one message. */
export interface Standing {
  readonly state: 'sent' | 'delivered' | 'seen';
  readonly seen: number;
  /** Delivered, those who have seen it counted too. */
  readonly delivered: number;
  /** Others who could have seen it. */
  readonly of: number;
  /** Who, of those who may be named: seen, and delivered but not seen. */
  readonly seenBy: readonly string[];
  readonly deliveredTo: readonly string[];
  /** False where only numbers are told. */
  readonly named: boolean;
}

/** How one's own message of a sequence stands, of what is told and who is in the room. Pure. */
export function standingOf(seq: number, me: string, told: Told | undefined, people: Present): Standing {
  const others = Object.entries(people).filter(
    ([id, { role, leftAt }]) => id !== me && leftAt === null && role !== 'observer',
  );
  if (told?.counted) return counted(seq, told.counted, others.length);
  const present = new Set(others.map(([id]) => id));
  const cursors = (told?.takesPart ? (told.named ?? []) : []).filter(({ person }) => present.has(person));
  const reached = cursors.filter(({ from }) => from < seq);
  const seenBy = reached.filter(({ seen }) => seen >= seq).map(({ person }) => person);
  const deliveredTo = reached.filter((c) => c.seen < seq && c.delivered >= seq).map(({ person }) => person);
  const [seen, delivered] = [seenBy.length, seenBy.length + deliveredTo.length];
  const of = present.size - (cursors.length - reached.length);
  return { state: stateOf(seen, delivered), seen, delivered, of, seenBy, deliveredTo, named: true };
}

/** Each list is sorted for itself: whoever came too late for the message is in all of them, and taken off again. */
function counted(seq: number, lists: NonNullable<Told['counted']>, others: number): Standing {
  const atLeast = (numbers: readonly number[]) => numbers.filter((number) => number >= seq).length;
  const late = atLeast(lists.from);
  const seen = Math.max(0, atLeast(lists.seen) - late);
  const delivered = Math.max(seen, atLeast(lists.delivered) - late);
  const of = Math.max(delivered, others - late);
  return { state: stateOf(seen, delivered), seen, delivered, of, seenBy: [], deliveredTo: [], named: false };
}

const stateOf = (seen: number, delivered: number): Standing['state'] =>
  seen > 0 ? 'seen' : delivered > 0 ? 'delivered' : 'sent';

export interface Moved {
  readonly roomId: string;
  readonly rootId: string | null;
  readonly cursors: readonly Cursor[];
}

/**
 * The cursors of a room (`rootId` null) or a thread after a move. What was read elsewhere in the room was delivered here too.
 * No cursor goes back: what comes late changes nothing.
 */
export function afterMove(told: Told, rootId: string | null, moved: Moved): Told {
  if (!told.named) return told;
  const named = new Map(told.named.map((cursor) => [cursor.person, cursor]));
  for (const now of moved.cursors) {
    const before = named.get(now.person) ?? { ...now, seen: 0, delivered: 0 };
    const seen = moved.rootId === rootId ? Math.max(before.seen, now.seen) : before.seen;
    const from = Math.max(before.from, now.from);
    named.set(now.person, { person: now.person, from, seen, delivered: Math.max(before.delivered, now.delivered) });
  }
  return { ...told, named: [...named.values()] };
}
