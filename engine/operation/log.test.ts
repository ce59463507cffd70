import { DriverException, UniqueConstraintViolationException } from '@mikro-orm/core';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function logged(readable: boolean): { log: ReturnType<typeof createLog>; lines: string[] } {
  const lines: string[] = [];
  const log = createLog({ level: 'info', readable, to: { write: (line: string) => void lines.push(line) } });
  return { log, lines };
}
const WORDS = 'nobody but 7B may read this';

test('what people wrote and what opens accounts is taken out at any depth', () => {
  const { log, lines } = logged(false);
  log.info({ draft: { roomId: 'r1', text: WORDS }, all: [{ headers: { Cookie: 'sid=abc', host: 'h' } }] }, 'asked');
  log.child({ token: 'abc' }).warn('careful');
  expect(lines.join('')).not.toMatch(/nobody|abc/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'asked', draft: { roomId: 'r1' } });
});

test('an instance of a class is named and not spelled out', () => {
  class Message {
    readonly body = WORDS;
    readonly note = WORDS;
  }
  const { log, lines } = logged(false);
  log.info({ message: new Message(), at: new Date(0) }, 'seen');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message: '[Message]', at: '1970-01-01T00:00:00.000Z' });
});

test('a database error keeps its code and constraint and loses the statement with its values', () => {
  const native = Object.assign(new Error(`insert into "message" values ('${WORDS}') - duplicate key value`), {
    code: '23505',
    constraint: 'message_once',
    detail: WORDS,
    query: `insert … '${WORDS}'`,
  });
  const { log, lines } = logged(false);
  log.error(new UniqueConstraintViolationException(native));
  log.error({ err: new DriverException(native), job: 'push' }, 'job failed');
  expect(lines.join('')).not.toContain('nobody');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: 'duplicate key value',
    err: { code: '23505', constraint: 'message_once', message: 'duplicate key value' },
  });
});

test('the value PostgreSQL complains of is cut off its sentence', () => {
  const { log, lines } = logged(false);
  const native = Object.assign(new Error(`invalid input syntax for type uuid: "${WORDS}"`), { code: '22P02' });
  log.error({ err: new Error('asking failed', { cause: native }) }, 'failed');
  expect(JSON.parse(lines[0] ?? '').err.cause).toMatchObject({ message: 'invalid input syntax for type uuid' });
  expect(lines[0]).not.toContain('nobody');
});

test('a readable line has time, level, sentence and fields, with the error below it', () => {
  const { log, lines } = logged(true);
  log.warn({ room: 'r1', people: 3 }, 'room opened');
  log.error({ err: new TypeError('x is not a function') }, 'hook failed');
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d {2}warn {3}room opened {2}room=r1 {2}people=3\n$/);
  expect(lines[1]).toMatch(/hook failed\n {10}TypeError: x is not a function\n {12}at /);
});
