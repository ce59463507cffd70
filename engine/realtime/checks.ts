import { CLOSE } from './close-codes.ts';
import { type Connection, closeWith } from './connection.ts';
import type { Standing } from './doors.ts';
import { isHeld } from './held.ts';
import { settle } from './memberships.ts';
import type { Realtime } from './realtime.ts';
import { compareHeads, goOn, tidy } from './streams.ts';

/**
 * What a socket was told at its hello grows old: a sign-out, a role or a room that was taken away is news, and news may be
 * lost. So it is read anew in rounds, whatever the broker says. The database has the last word.
 */
export interface Checks {
  /** When the last round began, and when the last one that found out who everybody is. */
  beganAt: number;
  identitiesAt: number;
  sweptAt: number;
  /** People whose rooms may be others than their sockets know. */
  readonly doubted: Set<string>;
  running: Promise<void> | null;
  /** Something was lost after the round that is running had begun: everything is read once more. */
  again: boolean;
  /** The last round failed, and the log says so. */
  failing: boolean;
  /** The broker was, when it was looked at last. */
  intact: boolean;
}

/**
 * From a look that finds a session ended to the close. A browser that changes its password ends its own session in the middle
 * of the request, and should have its new cookie before its socket says goodbye. Nothing is done for the socket meanwhile.
 */
const FAREWELL_MS = 250;
/** How often it is asked whether a round is due. */
const LOOK_MS = 50;
const AGAIN_MS = 200;

export const newChecks = (): Checks => ({
  ...{ beganAt: performance.now(), identitiesAt: performance.now(), sweptAt: performance.now() },
  ...{ doubted: new Set(), running: null, again: false, failing: false, intact: true },
});

/** Begins the rounds; returns how to stop. */
export function startChecks(realtime: Realtime): () => void {
  const timer = setInterval(() => look(realtime), LOOK_MS);
  return () => clearInterval(timer);
}

/** While other nodes may not be heard, rounds are more frequent and read everything; the first comes at once. */
function look(realtime: Realtime): void {
  const { broker, checks, limits } = realtime;
  const intact = broker.intact();
  if (checks.intact && !intact) checks.again = true;
  checks.intact = intact;
  const every = intact ? limits.checkMs : limits.aloneMs;
  if ((checks.again && !checks.failing) || performance.now() - checks.beganAt >= every) void check(realtime);
}

/** Something may have been lost: everything is read anew, now. */
export function checkEverything(realtime: Realtime): void {
  realtime.checks.again = true;
  if (!realtime.checks.running) void check(realtime);
}

/** Whether it is known who this is, as of a moment ago; if it is not, finds out. */
export async function isVouchedFor(realtime: Realtime, connection: Connection): Promise<boolean> {
  if (isFresh(realtime, connection)) return true;
  const { checkedAt } = connection;
  const { beganAt, failing, running } = realtime.checks;
  // However many call while the database is away, it is not asked more often for that.
  if (!failing || running || performance.now() - beganAt > AGAIN_MS) await check(realtime);
  return connection.stage === 'live' && connection.checkedAt > checkedAt;
}

export const isFresh = ({ limits }: Realtime, { checkedAt }: Connection): boolean =>
  performance.now() - checkedAt <= limits.identityMs;

/** One round; whoever asks while one is running waits for that one. Never throws. */
function check(realtime: Realtime): Promise<void> {
  const { checks } = realtime;
  checks.running ??= round(realtime)
    .then(
      () => {
        checks.failing = false;
      },
      (err) => {
        if (!checks.failing) realtime.log.warn({ err }, 'what sockets know could not be checked; it will be');
        checks.failing = true;
      },
    )
    .finally(() => {
      checks.running = null;
    });
  return checks.running;
}

async function round(realtime: Realtime): Promise<void> {
  const { broker, checks, limits } = realtime;
  const since = performance.now();
  checks.beganAt = since;
  const sweeps = since - checks.sweptAt >= limits.sweepMs;
  const everything = checks.again || sweeps || !broker.intact();
  checks.again = false;
  if (sweeps) tidy(realtime);
  const parts = [checkIdentities(realtime, since), compareHeads(realtime), comparePlaces(realtime, everything)];
  const failed = (await Promise.allSettled(parts)).find(({ status }) => status === 'rejected');
  if (!failed) checks.sweptAt = sweeps ? since : checks.sweptAt;
  else {
    checks.again ||= everything;
    throw (failed as PromiseRejectedResult).reason;
  }
}

async function checkIdentities(realtime: Realtime, since: number): Promise<void> {
  const sockets = [...realtime.hub.all()].flatMap((connection) => {
    const { used, who } = connection;
    return who ? [{ connection, used, who }] : [];
  });
  for (const { connection } of sockets) connection.used = false;
  try {
    const differing = sockets.length === 0 ? new Map() : await realtime.doors.recheck(sockets);
    for (const { connection, who } of sockets) {
      if (connection.who === who) stand(connection, differing.get(who) ?? who, since);
    }
  } catch (err) {
    for (const { connection, used } of sockets) connection.used ||= used;
    throw err;
  }
  const held = isHeld(realtime);
  realtime.checks.identitiesAt = since;
  if (held) goOn(realtime);
}

function stand(connection: Connection, standing: Standing, since: number): void {
  if (standing === 'changed') closeWith(connection, CLOSE.changed);
  else if (standing === 'signed-out') sayFarewell(connection);
  else {
    connection.who = standing;
    connection.checkedAt = Math.max(connection.checkedAt, since);
  }
}

function sayFarewell(connection: Connection): void {
  if (connection.timer || connection.stage === 'closing') return;
  connection.checkedAt = Number.NEGATIVE_INFINITY;
  connection.timer = setTimeout(() => closeWith(connection, CLOSE.signedOut), FAREWELL_MS);
}

async function comparePlaces(realtime: Realtime, everything: boolean): Promise<void> {
  const { checks, doors, hub } = realtime;
  const people = everything ? [...hub.all()] : [...checks.doubted].flatMap((person) => hub.ofPerson(person));
  const doubted = [...checks.doubted];
  checks.doubted.clear();
  // What they read when they arrived may be older than this round: the next one judges them, once they are live.
  for (const { stage, who } of people) if (who && stage === 'arriving') checks.doubted.add(who.person.id);
  try {
    for (const [school, marks] of bySchool(people)) {
      for (const person of await doors.moved(school, marks)) {
        for (const connection of hub.ofPerson(person)) settle(realtime, connection);
      }
    }
  } catch (err) {
    for (const person of doubted) checks.doubted.add(person);
    throw err;
  }
}

interface Marked {
  readonly person: string;
  readonly mark: string;
}

function bySchool(connections: readonly Connection[]): Map<string, Marked[]> {
  const schools = new Map<string, Marked[]>();
  for (const { mark, stage, who } of connections) {
    if (!who || stage !== 'live') continue;
    const marks = schools.get(who.person.schoolId) ?? [];
    marks.push({ person: who.person.id, mark });
    schools.set(who.person.schoolId, marks);
  }
  return schools;
}
