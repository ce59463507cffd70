import type { LoggedError } from './redact.ts';

type Line = Record<string, unknown> & { level?: string; time?: string; msg?: string };

/** Turns one JSON line of the log into `14:03:12 warn  sentence  key=value`, with an error's frames below it. */
export function readableLine(json: string): string {
  const { level = '', time = '', msg = '', err, error, ...fields } = JSON.parse(json) as Line;
  const rest = Object.entries(fields).map(([key, value]) => `${key}=${shown(value)}`);
  const fault = (err ?? error) as LoggedError | undefined;
  const head = [time.slice(11, 19), level.padEnd(5), msg, ...rest].filter((part) => part !== '').join('  ');
  return `${head}\n${fault ? errorLines(fault) : ''}`;
}

const shown = (value: unknown): string =>
  typeof value === 'string' && /^[^\s"]+$/.test(value) ? value : JSON.stringify(value);

function errorLines({ type, message, code, stack, cause }: LoggedError): string {
  const title = `          ${type}${code ? ` ${code}` : ''}: ${message}\n`;
  const frames = stack ? `${stack.replace(/^\s+/gm, '            ')}\n` : '';
  return title + frames + (cause ? errorLines(cause) : '');
}
