import { CLOSE, comesBack } from '../realtime/close-codes.ts';
import { waitBefore } from './backoff.ts';
import type { Status } from './status.ts';
import type { Timing } from './timing.ts';
import { abandon, type Trial, trySocket } from './trial.ts';

/**
 * A connection that comes back by itself. (Not partysocket: it sends what was queued before the server has greeted us,
 * copies every message's event, reports a code of its own where an error precedes the close, and its waits have no chance
 * in them, so a whole school would come back in step.)
 */
export interface Line {
  readonly options: LineOptions;
  status: Status;
  trial: Trial | null;
  /** When it was live for the last time; before the first time, when it was made. */
  lostAt: number;
  nextTry: ReturnType<typeof setTimeout> | undefined;
  clock: ReturnType<typeof setInterval> | undefined;
}

export interface LineOptions {
  readonly url: string;
  readonly WebSocket: typeof WebSocket;
  readonly timing: Timing;
  /** The socket is open: time to say hello. */
  readonly opened: () => void;
  readonly heard: (text: string) => void;
  readonly changed: (status: Status, was: Status) => void;
}

/** A server that throws us out for asking too much has earned a longer rest. */
const REST_MS = 2_000;

export function openLine(options: LineOptions): Line {
  const line: Line = {
    options,
    status: 'connecting',
    trial: null,
    lostAt: Date.now(),
    nextTry: undefined,
    clock: undefined,
  };
  line.clock = setInterval(() => look(line), options.timing.tick);
  // Not in this turn: whoever makes the line has not got it in hand yet.
  queueMicrotask(() => line.status === 'connecting' && attempt(line));
  return line;
}

/** Sends a text, if the socket is open. */
export function send({ trial }: Line, text: string): void {
  if (trial?.socket.readyState === 1) trial.socket.send(text);
}

/** The server has greeted us. */
export const welcomed = (line: Line): void => become(line, 'live');

/** Nobody is signed in here any more: the line ends as if the server had said so. */
export function signOut(line: Line): void {
  if (line.trial) abandon(line.trial);
  line.trial = null;
  become(line, 'signed-out');
}

/** Something may have changed: looks at once instead of waiting for its time. */
export function doubt(line: Line): void {
  if (line.status === 'waiting') attempt(line);
  else if (line.status === 'live') ask(line, line.options.timing.doubt);
}

/** The same, for somebody who may have signed in again. */
export function retry(line: Line): void {
  if (line.status === 'signed-out') attempt(line);
  else doubt(line);
}

/** Breaks what is there and tries again. */
export function renew(line: Line): void {
  if (line.trial) abandon(line.trial);
  lose(line, 1006);
}

export function close(line: Line): void {
  clearInterval(line.clock);
  clearTimeout(line.nextTry);
  become(line, 'closed');
  if (line.trial) abandon(line.trial);
  line.trial = null;
}

function become(line: Line, status: Status): void {
  const was = line.status;
  line.status = status;
  if (was !== status) line.options.changed(status, was);
}

function attempt(line: Line): void {
  clearTimeout(line.nextTry);
  become(line, 'connecting');
  // Whoever heard of it may have closed the line.
  if (line.status === 'connecting') line.trial = trySocket(line.options, (code) => lose(line, code));
  if (!line.trial) lose(line, 1006);
}

function lose(line: Line, code: number): void {
  line.trial = null;
  if (line.status === 'live') line.lostAt = Date.now();
  if (line.status === 'closed') return;
  if (comesBack(code)) wait(line, code === CLOSE.limited ? REST_MS : 0);
  else become(line, code === CLOSE.signedOut ? 'signed-out' : 'closed');
}

function wait(line: Line, least: number): void {
  const ms = Math.max(least, waitBefore(Date.now() - line.lostAt, Math.random()));
  line.nextTry = setTimeout(() => attempt(line), ms);
  become(line, 'waiting');
}

/** Nobody may be there any more: the network may not notice for minutes. */
function look(line: Line): void {
  const { options, status, trial } = line;
  if (!trial) return;
  const now = Date.now();
  const isDead = trial.asked
    ? now - trial.asked.at > trial.asked.patience
    : status === 'connecting' && now - trial.since > options.timing.arrive;
  if (isDead) renew(line);
  else if (status === 'live' && now - trial.heardAt > options.timing.quiet) ask(line, options.timing.dead);
}

function ask(line: Line, patience: number): void {
  if (!line.trial || line.trial.asked) return;
  line.trial.asked = { at: Date.now(), patience };
  send(line, 'PING');
}
