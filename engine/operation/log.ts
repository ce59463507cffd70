import { type DestinationStream, type Logger, pino } from 'pino';
import { readableLine } from './readable-line.ts';
import { redact } from './redact.ts';

/** Structured logging; `log.info({ room }, 'room opened')`. Never give it what people wrote: it would be taken out anyway. */
export type Log = Logger;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogOptions {
  readonly level: LogLevel;
  /** One line for a person's eyes instead of JSON. */
  readonly readable: boolean;
  /** Standard output unless given. */
  readonly to?: DestinationStream;
}

/** Makes the log of a process. Texts of messages, passwords, tokens and cookies never reach it, at any depth of an object. */
export function createLog({ level, readable, to = process.stdout }: LogOptions): Log {
  const stream = readable ? { write: (line: string) => to.write(readableLine(line)) } : to;
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Before pino sees it: it would use a bare error's message as the line's own, statement and values included.
      hooks: {
        logMethod(args, method) {
          method.apply(this, safe(args));
        },
      },
      serializers: { err: (error: unknown) => error },
    },
    stream,
  );
  const child = log.child;
  // Children inherit this from the root; pino's own hook for their fields does not reach them.
  log.child = function (this: Log, fields: object, ...rest: unknown[]) {
    return child.call(this, redact(fields) as object, ...(rest as []));
  } as typeof child;
  return log;
}

/** An error alone becomes `{ err }`; of an object every field is looked through. */
function safe([first, ...rest]: readonly unknown[]): [string] {
  const fields = first instanceof Error ? { err: first } : first;
  return [redact(fields), ...rest] as [string];
}

/** A log that keeps nothing, for programs that speak for themselves. */
export const silentLog = (): Log => createLog({ level: 'silent', readable: false });
