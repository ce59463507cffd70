import type { Heard, Log, Revocation, SendLog, Stored, StoredEvent } from './log.ts';

export const VIOLATIONS = {
  lost: 'acknowledged and not stored',
  unstored: 'delivered and not stored',
  'stored twice': 'one message stored more than once',
  doubled: 'delivered twice to one client',
  disordered: 'delivered or numbered in another order',
  disagreement: 'clients differ about what a number is',
  gap: 'missed without being told so',
  unknown: 'sends whose fate stays unknown',
  'wrong fate': 'told refused and stored all the same',
  leak: 'heard more than 1 s after a revocation',
  access: 'calls answered more than 1 s after a revocation',
  notice: 'promised notices that are missing or came twice',
  orphan: 'rows without room, person or school',
  failure: 'answers of the kind "something went wrong"',
  crash: 'nodes that ended by themselves',
  return: 'clients not live 1 s after the process listens',
} as const;
export type ViolationKind = keyof typeof VIOLATIONS;

export interface Violation {
  readonly kind: ViolationKind;
  readonly about: string;
}

/** How long after its answer a revocation may still be on its way, and a client may take to be back. */
const GRACE_MS = 1_000;

type Found = (kind: ViolationKind, about: string) => void;

/** Compares what clients experienced with what is stored. It knows the promises and nothing of how they are kept. */
export function check(log: Log, stored: Stored): Violation[] {
  const violations: Violation[] = [];
  const found: Found = (kind, about) => void violations.push({ kind, about });
  checkSends(log, stored, found);
  checkDeliveries(log, stored, found);
  checkRevocations(log, found);
  checkNotices(log, stored, found);
  for (const { table, column, count } of stored.orphans) found('orphan', `${count} of ${table}.${column}`);
  for (const { person, what } of log.failures) found('failure', `${person}: ${what}`);
  for (const { node, code } of log.crashes) found('crash', `${node} with ${code}`);
  for (const { person, node, ms, busy } of log.returns)
    if (ms - busy > GRACE_MS) found('return', `${person} after ${Math.round(ms)} ms, on ${node}`);
  return violations;
}

function checkSends({ sends }: Log, { messages, events }: Stored, found: Found): void {
  const rows = group(messages, ({ author, room, clientId }) => `${author} ${room} ${clientId}`);
  for (const [key, same] of rows) if (same.length > 1) found('stored twice', `${same.length} times ${key}`);
  const told = group(
    events.filter(({ event }) => event === 'message.sent'),
    ({ message }) => message ?? '',
  );
  for (const [message, same] of told) if (same.length > 1) found('stored twice', `${same.length} events of ${message}`);
  for (const send of sends.values()) {
    const row = rows.get(`${send.person} ${send.room} ${send.clientId}`)?.[0];
    const { acked, refused } = send;
    if (acked && (row?.id !== acked.message || row.seq !== acked.seq)) found('lost', nameOf(send));
    if (!acked && !refused) found('unknown', `${nameOf(send)}, tried ${send.tries} times`);
    if (!acked && refused && row) found('wrong fate', `${nameOf(send)}: ${refused.code}`);
  }
  checkNumbers([...sends.values()], found);
}

/** What was begun after something had been acknowledged comes after it. */
function checkNumbers(sends: readonly SendLog[], found: Found): void {
  for (const inRoom of group(
    sends.filter(({ acked }) => acked),
    ({ room }) => room,
  ).values()) {
    let ackedAfter = Number.POSITIVE_INFINITY;
    for (const send of inRoom.toSorted((a, b) => (b.acked?.seq ?? 0) - (a.acked?.seq ?? 0))) {
      if (ackedAfter < send.at) found('disordered', `${nameOf(send)} is numbered before an earlier one`);
      ackedAfter = Math.min(ackedAfter, send.acked?.at ?? ackedAfter);
    }
  }
}

function checkDeliveries(log: Log, stored: Stored, found: Found): void {
  const rooms = group(stored.events, ({ room }) => room);
  const recorded = log.heard.filter(({ seq }) => seq !== null);
  checkAgreement(recorded, found);
  for (const [key, heard] of group(recorded, ({ person, room }) => `${person} ${room}`)) {
    const [person = '', room = ''] = key.split(' ');
    const events = rooms.get(room) ?? [];
    checkFeed(key, heard, events, found);
    const member = stored.members.find((each) => each.person === person && each.room === room);
    checkGaps(key, heard, events, { person, member }, found);
  }
}

function checkAgreement(recorded: readonly Heard[], found: Found): void {
  const first = new Map<string, Heard>();
  for (const heard of recorded) {
    if (heard.event === 'startOver') continue;
    const key = `${heard.room} ${heard.seq}`;
    const other = first.get(key) ?? heard;
    first.set(key, other);
    if (other.event !== heard.event || other.message !== heard.message)
      found('disagreement', `${key} for ${heard.person} and ${other.person}`);
  }
}

function checkFeed(key: string, heard: readonly Heard[], events: readonly StoredEvent[], found: Found): void {
  const stored = new Map(events.map((event) => [event.seq, event]));
  let last = -1;
  const known = new Set<number>();
  for (const { seq, event, message } of heard) {
    if (event === 'startOver') {
      last = seq ?? last;
      continue;
    }
    const row = stored.get(seq ?? -1);
    if (row?.event !== event || row.message !== message) found('unstored', `${key} ${seq} ${event}`);
    if (known.has(seq ?? -1)) found('doubled', `${key} ${seq}`);
    else if ((seq ?? 0) < last) found('disordered', `${key} ${seq} after ${last}`);
    known.add(seq ?? -1);
    last = Math.max(last, seq ?? last);
  }
}

interface Reader {
  readonly person: string;
  readonly member: { readonly visibleFrom: number } | undefined;
}

/** Everything from the first that a client was given to its last; for who is in the room still, to the room's last. */
function checkGaps(
  key: string,
  heard: readonly Heard[],
  events: readonly StoredEvent[],
  { person, member }: Reader,
  found: Found,
): void {
  const seqs = new Set(heard.map(({ seq }) => seq));
  const restarts = heard.filter(({ event }) => event === 'startOver');
  const first = Math.min(...heard.map(({ seq }) => seq ?? 0));
  const last = member ? Number.POSITIVE_INFINITY : Math.max(...heard.map(({ seq }) => seq ?? 0));
  const missed = events.filter(({ seq }) => seq > first && seq < last && !seqs.has(seq));
  const hidden = absences(person, events);
  const unexcused = missed.filter(({ seq }) => {
    const restart = restarts.some((at) => seq <= (at.seq ?? 0));
    const away = hidden.some(({ left, back }) => seq < back && (seq >= left || !heardBetween(seqs, seq, left)));
    return !restart && !(member && seq <= member.visibleFrom && away);
  });
  if (unexcused.length > 0)
    found('gap', `${key}: ${unexcused.length}, the first is ${unexcused[0]?.seq} ${unexcused[0]?.event}`);
}

const heardBetween = (seqs: ReadonlySet<number | null>, from: number, to: number): boolean => {
  for (let seq = from; seq < to; seq += 1) if (seqs.has(seq)) return true;
  return false;
};

/** When somebody was out of a room, by its numbers. */
function absences(person: string, events: readonly StoredEvent[]): { left: number; back: number }[] {
  const away: { left: number; back: number }[] = [];
  for (const { event, seq } of events.filter((each) => each.person === person)) {
    if (event === 'participant.left') away.push({ left: seq, back: Number.POSITIVE_INFINITY });
    const open = away.at(-1);
    if (event === 'participant.joined' && open && open.back === Number.POSITIVE_INFINITY) open.back = seq;
  }
  return away;
}

function checkRevocations({ revocations, heard, sends, answered }: Log, found: Found): void {
  const numbered = [...sends.values()].filter(({ acked }) => acked).toSorted((a, b) => a.at - b.at);
  const byPerson = group(heard, ({ person }) => person);
  for (const revocation of revocations) {
    const { what, person, at } = revocation;
    const concerns = (room: string | null, when: number): boolean =>
      (revocation.room === null || room === revocation.room) && when > at + GRACE_MS && when < revocation.until;
    const leaks = (byPerson.get(person) ?? []).filter(
      (each) => concerns(each.room, each.at) && isLater(each, revocation, numbered),
    );
    if (leaks.length > 0) found('leak', `${what} of ${person}: ${leaks.length} events, ${lateness(leaks, at)}`);
    const acted = numbered
      .filter((send) => send.person === person && send.tries === 1)
      .map((send) => ({ asked: send.at, at: send.acked?.at ?? 0, person, room: send.room, what: 'messages.send' }));
    const calls = [...answered, ...acted].filter(
      (each) => each.person === person && concerns(each.room, each.asked) && each.at < revocation.until,
    );
    if (calls.length > 0)
      found('access', `${what} of ${person}: ${calls.length} calls, ${[...new Set(calls.map((call) => call.what))]}`);
  }
}

const lateness = (leaks: readonly Heard[], at: number): string =>
  `up to ${Math.round(Math.max(...leaks.map((leak) => leak.at)) - at)} ms after it`;

/** What happened before the revocation may have been on its way to a frozen or slow machine. */
function isLater({ room, seq, prompt }: Heard, { at }: Revocation, sends: readonly SendLog[]): boolean {
  if (prompt) return true;
  const first = sends.find((send) => send.room === room && send.at > at)?.acked?.seq;
  return seq !== null && first !== undefined && seq >= first;
}

function checkNotices({ sends }: Log, { messages, notices }: Stored, found: Found): void {
  const counts = new Map(notices.map(({ person, message, count }) => [`${person} ${message}`, count]));
  const rows = new Map(messages.map((message) => [message.clientId, message]));
  for (const { clientId, names } of sends.values()) {
    const row = rows.get(clientId);
    if (!names || !row) continue;
    const count = counts.get(`${names} ${row.id}`) ?? 0;
    if (count !== 1) found('notice', `${count} of ${row.id} for ${names}`);
  }
}

const nameOf = ({ person, room, clientId }: SendLog): string => `${person} ${room} ${clientId}`;

function group<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const same = groups.get(key);
    if (same) same.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
