import { z } from 'zod';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const protocolOf = (text: string): string => (URL.canParse(text) ? new URL(text).protocol : '');
const listed = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

const wholeNumber = (cure: string, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, cure)
    .transform(Number)
    .refine((number) => number <= most, cure);
const port = (name: string) => wholeNumber(`give a port from 1 to 65535, like ${name}=3000`, 65_535);
const address = (example: string, ...protocols: readonly string[]) =>
  z.string().refine((text) => protocols.includes(protocolOf(text)), `give an address like ${example}`);
const oneOf = <const T extends readonly string[]>(...words: T) => z.enum(words, `use ${listed(words)}`);

/**
 * What a deployment may set for the server, as it is written: one entry a variable, with the cure of what may be wrong in it.
 * What plugins read beside it stands in their `server.ts`.
 */
export const Variables = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'give a host name or address, like HOST=0.0.0.0')
    .default('127.0.0.1'),
  PORT: port('PORT').default(3000),
  REALTIME_PORT: port('REALTIME_PORT')
    .refine((number) => number > 0, 'give a port from 1 to 65535, like REALTIME_PORT=3001')
    .optional(),
  METRICS_PORT: port('METRICS_PORT')
    .refine((number) => number > 0, 'give a port from 1 to 65535, like METRICS_PORT=9090')
    .optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'give at least 16 characters without blanks; `openssl rand -hex 24` makes some')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: address('postgres://name:password@host:5432/homeroom', 'postgres:', 'postgresql:').optional(),
  ROW_SECURITY: oneOf('on', 'off').default('on'),
  REDIS_URL: address('redis://host:6379', 'redis:', 'rediss:').optional(),
  SMTP_URL: address('smtp://name:password@host:587', 'smtp:', 'smtps:').optional(),
  PUBLIC_URL: address('https://chat.example.org', 'http:', 'https:')
    .refine((text) => !URL.canParse(text) || new URL(text).pathname === '/', 'give it without a path')
    .optional(),
  SCHOOLS_DIR: z.string().default('./config/schools'),
  DEMO: oneOf('1', '0').optional(),
  TRUST_PROXY: wholeNumber('give the number of proxies in front, like TRUST_PROXY=1', 10).default(0),
  SECRET: z.string().min(32, 'give at least 32 characters; `openssl rand -base64 32` makes some').optional(),
  LOG_LEVEL: oneOf(...LOG_LEVELS).default('info'),
});
export type Variables = z.output<typeof Variables>;
