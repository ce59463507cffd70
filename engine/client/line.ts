import { CLOSE, comesBack } from '../realtime/close-codes.ts';
import { waitBefore } from './backoff.ts';
import type { Status } from './status.ts';
import type { Timing } from './timing.ts';

/**
 * A connection that comes back by itself. (Not partysocket: it sends what was queued before the server has been greeted,
 * copies every message event, takes its own idea of a close code when an error precedes the close, and has no jitter.)
 */
export interface Line {
  readonly status: Status;
  /** Sends a text, if the socket is open. */
  send(text: string): void;
  /** The server has greeted us: from now on the line is live. */
  welcomed(): void;
  /** Something may have changed: looks at once instead of waiting for its time. */
  doubt(): void;
  /** The same when somebody asks for it, who may have signed in again. */
  retry(): void;
  /** Breaks what is there and tries again. */
  renew(): void;
  close(): void;
}

export interface LineOptions {
  readonly url: string;
  readonly WebSocket: typeof WebSocket;
  readonly timing: Timing;
  readonly opened: () => void;
  readonly heard: (text: string) => void;
  readonly changed: (status: Status, was: Status) => void;
}

/** What is remembered of the present socket. */
interface Try {
  readonly socket: WebSocket;
  readonly since: number;
  heardAt: number;
  /** When we asked whether anybody is there, and how long the answer may take. */
  asked: { readonly at: number; readonly patience: number } | null;
}

export function openLine(options: LineOptions): Line {
  const { timing } = options;
  let status: Status = 'connecting';
  let current: Try | null = null;
  let lostAt = Date.now();
  let nextTry: ReturnType<typeof setTimeout> | undefined;

  const become = (next: Status) => {
    const was = status;
    if (was === next) return;
    status = next;
    options.changed(next, was);
  };
  const attempt = () => {
    clearTimeout(nextTry);
    become('connecting');
    try {
      current = begin(options, lose);
    } catch {
      // A page may forbid its sockets, or the platform be out of them.
      lose(1006);
    }
  };
  const lose = (code: number) => {
    current = null;
    if (status === 'live') lostAt = Date.now();
    if (status === 'closed') return;
    if (!comesBack(code)) return become(code === CLOSE.signedOut ? 'signed-out' : 'closed');
    const wait = waitBefore(Date.now() - lostAt, Math.random());
    nextTry = setTimeout(attempt, code === CLOSE.limited ? Math.max(2_000, wait) : wait);
    become('waiting');
  };
  const renew = () => {
    if (current) abandon(current);
    lose(1006);
  };
  const ask = (trial: Try, patience: number) => {
    trial.asked = { at: Date.now(), patience };
    trial.socket.send('PING');
  };
  const doubt = () => {
    if (status === 'live' && current && !current.asked) ask(current, timing.doubt);
    else if (status === 'waiting') attempt();
  };
  const clock = setInterval(() => {
    if (!current) return;
    if (isDead(current, status, timing)) renew();
    else if (status === 'live' && !current.asked && Date.now() - current.heardAt > timing.quiet)
      ask(current, timing.dead);
  }, timing.tick);

  // Not in this turn: whoever made the line has not got it in hand yet.
  queueMicrotask(() => status === 'connecting' && attempt());
  return {
    get status() {
      return status;
    },
    send(text) {
      if (current?.socket.readyState === 1) current.socket.send(text);
    },
    welcomed: () => become('live'),
    doubt,
    retry: () => (status === 'signed-out' ? attempt() : doubt()),
    renew,
    close() {
      clearInterval(clock);
      clearTimeout(nextTry);
      become('closed');
      if (current) abandon(current);
    },
  };
}

function begin({ url, WebSocket, heard, opened }: LineOptions, lost: (code: number) => void): Try {
  const socket = new WebSocket(url);
  const now = Date.now();
  const trial: Try = { socket, since: now, heardAt: now, asked: null };
  socket.onopen = opened;
  socket.onmessage = ({ data }) => {
    trial.heardAt = Date.now();
    trial.asked = null;
    heard(String(data));
  };
  socket.onclose = ({ code }) => lost(code);
  // A browser closes after every error. Node does not when the upgrade fails, and leaves the socket as if it still tried.
  socket.onerror = () => {
    if (socket.readyState !== 0) return;
    abandon(trial);
    lost(1006);
  };
  return trial;
}

/** Whether nobody is there any more: the network may not notice for minutes. */
function isDead({ asked, since }: Try, status: Status, timing: Timing): boolean {
  const now = Date.now();
  if (status === 'connecting') return now - since > timing.arrive;
  return asked !== null && now - asked.at > asked.patience;
}

/** Lets go of a socket without waiting for its goodbye, which a dead one would never say. */
function abandon({ socket }: Try): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
  socket.onerror = () => {};
  socket.close();
}
