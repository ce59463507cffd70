import type { LineOptions } from './line.ts';

/** One socket of a line, from its try to its end. */
export interface Trial {
  readonly socket: WebSocket;
  readonly since: number;
  heardAt: number;
  /** When we asked whether anybody is there, and how long the answer may take. */
  asked: { readonly at: number; readonly patience: number } | null;
}

/** @returns null when no socket can be had now: a page may forbid them, or the platform be out of them. */
export function trySocket(options: LineOptions, lost: (code: number) => void): Trial | null {
  try {
    return begin(new options.WebSocket(options.url), options, lost);
  } catch {
    return null;
  }
}

function begin(socket: WebSocket, { heard, opened }: LineOptions, lost: (code: number) => void): Trial {
  const now = Date.now();
  const trial: Trial = { socket, since: now, heardAt: now, asked: null };
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

/** Lets go of a socket without waiting for its goodbye, which a dead one would never say. */
export function abandon({ socket }: Trial): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
  socket.onerror = () => {};
  socket.close();
}
