const SECRET = /^(text|html|body|password|newpassword|token|secret|cookie|authorization|set-cookie|apikey|storage)$/i;
const CENSORED = '[removed]';
const DEEPEST = 6;

/**
 * A copy that can be logged: what people wrote and what opens accounts is taken out, however deep it stands. Of instances
 * only the class is named, for an entity or a request carries all it knows.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return redactError(value);
  if (depth >= DEEPEST) return CENSORED;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (!isPlain(value)) return `[${value.constructor?.name ?? 'object'}]`;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, SECRET.test(key) ? CENSORED : redact(item, depth + 1)]),
  );
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** An error as it may be logged. Fields that may carry a row (`detail`, `query`, `parameters`) are never copied. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly stack: string;
  readonly cause?: LoggedError;
}

/**
 * An error in its bare words. The database's errors repeat the statement with its values, hence what people wrote: of
 * those only the server's own sentence stays, without the value it complains of.
 */
export function redactError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something that is not an error', stack: '' };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    type: error.name,
    message: isDatabaseError(error) ? serverSentence(error.message) : error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    stack: frames(error.stack),
    ...(error.cause instanceof Error && depth < 3 ? { cause: redactError(error.cause, depth + 1) } : {}),
  };
}

const isDatabaseError = (error: Error): boolean => {
  const { code, query, sqlMessage } = error as { code?: unknown; query?: unknown; sqlMessage?: unknown };
  return (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) || query !== undefined || sqlMessage !== undefined;
};

function serverSentence(message: string): string {
  const sentence = message.slice(message.lastIndexOf(' - ') + 1).replace(/^- /, '');
  return sentence.split('\n', 1)[0]?.replace(/: ".*$/, '') ?? '';
}

/** The first lines of a stack are the message once more; only the frames are kept. */
const frames = (stack = ''): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
