import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLOSE } from '../../realtime/close-codes.ts';
import { until } from '../until.ts';
import { ASKERS, type Asker, type FuzzServer, useFuzzServer } from './fuzz-server.ts';
import { openRawSocket, type RawFrame, type RawSocket } from './raw-socket.ts';
import { PATIENCE_MS, tryInputs } from './repeat.ts';
import { anyBytes, oddText, oddValue } from './values.ts';

const fuzz = useFuzzServer();
const RUNS = 120;

const text = (value: string): RawFrame => ({ opcode: 1, payload: Buffer.from(value), final: true, masked: true });
const json = (value: unknown): RawFrame => text(JSON.stringify(value) ?? 'null');

/** Stands for what only the running server knows: put in when the frames are sent. */
const ROOM = '<room>';
const TOKEN = '<token>';

const PATHS = ['messages.send', 'messages.page', 'session.me', 'rooms.list', 'no.such', '__proto__', ''];
const frame: fc.Arbitrary<RawFrame> = fc.oneof(
  { weight: 3, arbitrary: oddText.map(text) },
  { weight: 3, arbitrary: oddValue.map(json) },
  { weight: 3, arbitrary: fc.constantFrom('{', '{"t":"hello"', '[1,', '"', 'PING', 'PONG', '{"t":"event"}').map(text) },
  {
    weight: 2,
    arbitrary: fc
      .record({ t: fc.constant('hello'), token: fc.constantFrom(TOKEN, 'x', ''), cursors: cursors() })
      .map(json),
  },
  {
    weight: 2,
    arbitrary: fc.record({ t: fc.constantFrom('hello', 'resume', 'event'), room: oddValue, since: oddValue }).map(json),
  },
  { weight: 4, arbitrary: fc.record({ t: fc.constant('resume'), room: fc.constant(ROOM), since: oddValue }).map(json) },
  {
    weight: 6,
    arbitrary: fc
      .record({
        id: oddValue,
        method: fc.constantFrom('query', 'mutation', 'subscription', '__proto__'),
        path: fc.constantFrom(...PATHS),
        input: oddValue,
      })
      .map(({ id, method, path, input }) => json({ id, method, params: { path, input } })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      opcode: fc.integer({ min: 0, max: 15 }),
      payload: anyBytes,
      final: fc.boolean(),
      masked: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(65_536, 65_537, 131_073, 400_000).map((size) => text('a'.repeat(size))) },
  // Half a character, and the beginning of a surrogate in UTF-8.
  {
    weight: 1,
    arbitrary: fc
      .constantFrom([0xe2, 0x82], [0xed, 0xa0, 0x80], [0xff])
      .map((bytes) => ({ ...text(''), payload: Buffer.from(bytes) })),
  },
);
const hello = json({ t: 'hello', token: TOKEN, cursors: {} });

function cursors(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constant({}),
    oddValue,
    oddValue.map((since) => ({ [ROOM]: since })),
  );
}

test('whatever frames a socket sends, in whatever order, it is answered by the protocol or closed by a code of it', {
  timeout: PATIENCE_MS,
}, async () => {
  const asking = fc.record({
    asker: fc.constantFrom(...ASKERS),
    greets: fc.boolean(),
    frames: fc.array(frame, { minLength: 1, maxLength: 12 }),
  });
  await tryInputs(asking, RUNS, async ({ asker, greets, frames }) => {
    const socket = await openRawSocket(`${fuzz().server.url}/realtime`);
    if (greets) socket.send(known(fuzz(), asker, hello));
    if (greets && asker !== 'nobody') await until(() => socket.texts.length > 0);
    for (const each of frames) socket.send(known(fuzz(), asker, each));
    await answered(socket);
    expectProtocol(fuzz(), asker, socket);
    socket.close();
  });
  await expectWell(fuzz());
});

test('many frames at once close the socket as a flood, and it alone', async () => {
  const socket = await openRawSocket(`${fuzz().server.url}/realtime`);
  socket.send(known(fuzz(), 'student', hello));
  await until(() => socket.texts.length > 0);
  for (let count = 0; count < 2_000; count += 1)
    socket.send(json({ id: count, method: 'query', params: { path: 'x' } }));
  await until(() => socket.closed || socket.code !== null);
  expect(socket.code).toBe(CLOSE.limited);
  await expectWell(fuzz());
});

test('bytes that are no frames end the socket that sent them, and it alone', { timeout: PATIENCE_MS }, async () => {
  await tryInputs(fc.array(anyBytes, { minLength: 1, maxLength: 5 }), RUNS / 4, async (chunks) => {
    const socket = await openRawSocket(`${fuzz().server.url}/realtime`);
    for (const chunk of chunks) socket.bytes(chunk);
    socket.close();
    await expectWell(fuzz());
  });
});

function known({ cast, token }: FuzzServer, asker: Asker, given: RawFrame): RawFrame {
  const written = Buffer.from(given.payload).toString('latin1');
  if (!written.includes(ROOM) && !written.includes(TOKEN)) return given;
  const filled = written.replaceAll(ROOM, cast.room.id).replaceAll(TOKEN, token(asker) ?? 'nobody');
  return { ...given, payload: Buffer.from(filled, 'latin1') };
}

/** Everything before it is answered once the answer to this one is there, or the socket is closed. */
async function answered(socket: RawSocket): Promise<void> {
  socket.send(text('PING'));
  const pongs = () => socket.texts.filter((each) => each === 'PONG').length;
  const before = pongs();
  await until(() => socket.closed || socket.code !== null || pongs() > before);
}

const CODES: readonly number[] = [...Object.values(CLOSE), 1000, 1002, 1003, 1005, 1006, 1007, 1009];

function expectProtocol({ judge }: FuzzServer, asker: Asker, { texts, code }: RawSocket): void {
  if (code !== null) expect(CODES).toContain(code);
  expect(code).not.toBe(CLOSE.failure);
  for (const each of texts.filter((answer) => answer !== 'PONG')) {
    const frame = JSON.parse(each) as object;
    expect('t' in frame || 'id' in frame, each).toBe(true);
    judge(asker, each);
  }
}

/** Somebody else is served as always. */
async function expectWell({ server, token, judge }: FuzzServer): Promise<void> {
  const me = await server.overHttp(token('teacher') ?? '').session.me.query();
  expect(me.person.name).toBe('Ms Rivera');
  judge('teacher', '');
}
