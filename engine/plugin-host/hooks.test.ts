import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../commands/run-command.ts';
import { run, sql } from '../database/sql.ts';
import { SchoolPlugins } from '../schools/school-plugins.ts';
import { useStage } from '../testing/stage.ts';
import { puppet, type Strings, write } from './puppet-trial.ts';

const alpha = puppet('alpha');
const beta = puppet('beta');
const gamma = puppet('gamma');
const beside = puppet('beside', { beside: true });
const puppets = [alpha, beta, gamma, beside];
const stage = useStage({ plugins: puppets.map(({ plugin }) => plugin) });

afterEach(() => {
  for (const { cut } of puppets) cut();
});

const never = (): Promise<never> => new Promise(() => undefined);
const FAILURES: [string, () => never | Promise<never>][] = [
  [
    'throws',
    () => {
      throw new Error('a bug');
    },
  ],
  ['rejects', () => Promise.reject(new TypeError('a bug'))],
  ['does not answer', never],
];

/** Everything of a room that a refused command must have left alone. */
async function leftOf(roomId: string): Promise<unknown> {
  const one = `select (select row_to_json(r) from room r where id = $1) room, (select count(*) from message where room_id = $1) messages,
    (select count(*) from room_event where room_id = $1) events, (select count(*) from outbox where room_id = $1 or kind = 'beside.tidy') promised,
    (select count(*) from beside_note) notes`;
  return (await stage().engine.rows(one, [roomId]))[0];
}

async function expectNothingDone(act: (roomId: string) => Promise<unknown>, refusal: object): Promise<void> {
  const room = await stage().freshRoom();
  const before = await leftOf(room.id);
  const heard = stage().engine.heard(room.id).length;
  await expect(act(room.id)).rejects.toMatchObject({ cause: refusal });
  expect(await leftOf(room.id)).toEqual(before);
  expect(stage().engine.heard(room.id)).toHaveLength(heard);
}

const UNAVAILABLE = { code: 'plugins.unavailable', fault: 'unavailable' };
const sendTo = (roomId: string, text = 'hi') =>
  stage().engine.as(stage().ana).messages.send({ roomId, clientId: newId(), text });

describe.each([
  ['on the fast way', { alpha: true, beta: true, gamma: true }],
  ['in a transaction of its own', { alpha: true, beta: true, gamma: true, beside: true }],
])('a send %s', (_way, plugins) => {
  beforeEach(() => stage().engine.usePlugins('oakwood', plugins));

  test('is transformed in plugin order, each seeing what the one before made of it', async () => {
    alpha.pull.transform = (draft) => ({ ...draft, text: `${(draft as { text: string }).text} A` });
    beta.pull.transform = (draft) => ({ ...draft, text: `${(draft as { text: string }).text} B` });
    expect((await sendTo(stage().room.id, 'hi')).message.text).toBe('hi A B');
    expect(await stage().texts(stage().room, stage().ben)).toContain('hi A B');
  });

  test('is guarded once every transform has run, whichever plugin stands first', async () => {
    const seen: unknown[] = [];
    alpha.pull.guard = (draft) => void seen.push((draft as { text: string }).text);
    gamma.pull.transform = (draft) => ({ ...draft, text: 'the final text' });
    await sendTo(stage().room.id);
    expect(seen).toEqual(['the final text']);
  });

  test('is shown to guards frozen to its depth', async () => {
    const tries: boolean[] = [];
    alpha.pull.guard = (draft) => {
      tries.push(
        Reflect.set(draft, 'text', 'forged'),
        Reflect.set(draft, 'more', 1),
        Reflect.deleteProperty(draft, 'text'),
      );
    };
    expect((await sendTo(stage().room.id, 'as it was')).message.text).toBe('as it was');
    expect(tries).toEqual([false, false, false]);
  });

  test('lets no transform out of what a draft may be', async () => {
    alpha.pull.transform = (draft) => ({ ...draft, text: 'a'.repeat(10_001) });
    await expectNothingDone(sendTo, UNAVAILABLE);
    expect(stage().engine.logged.at(-1)).toMatchObject({ plugin: 'alpha', phase: 'transform' });
  });

  test('is told of a refusal in the words of the contract', async () => {
    beta.pull.guard = (_draft, ctx) => ctx.refuse('no', { why: 'a test' });
    await expectNothingDone(sendTo, {
      code: 'beta.no',
      fault: 'forbidden',
      message: 'Not this.',
      data: { why: 'a test' },
    });
  });

  test('is not logged as an error when it is refused', async () => {
    const before = stage().engine.logged.length;
    beta.pull.guard = (_draft, ctx) => ctx.refuse('no');
    await expect(sendTo(stage().room.id)).rejects.toMatchObject({ cause: { code: 'beta.no' } });
    expect(stage().engine.logged).toHaveLength(before);
  });

  test('is held for a queue that nobody offers: refused by name, with what held it', async () => {
    gamma.pull.guard = (_draft, ctx) => ctx.hold('approvals', 'a bad word');
    await expectNothingDone(sendTo, {
      code: 'commands.held',
      fault: 'forbidden',
      data: { plugin: 'gamma', queue: 'approvals', reason: 'a bad word' },
    });
  });

  test.each(['transform', 'guard'] as const)(
    'fails closed when a %s fails in any way, and the plugin is named in the log alone',
    async (phase) => {
      for (const [, fail] of FAILURES) {
        beta.pull = { [phase]: fail } as Strings;
        await expectNothingDone(sendTo, UNAVAILABLE);
        expect(stage().engine.logged.at(-1)).toMatchObject({ level: 'error', plugin: 'beta', phase });
        const { error } = await stage().engine.ask(stage().ana, 'messages.send', {
          roomId: stage().room.id,
          clientId: newId(),
          text: 'hi',
        });
        expect(JSON.stringify(error)).not.toMatch(/beta|a bug/);
      }
    },
  );

  test('hears a guard that fails even when all the others allow, and a refusal when one fails', async () => {
    alpha.pull.guard = () => {
      throw new Error('a bug');
    };
    await expectNothingDone(sendTo, UNAVAILABLE);
    beta.pull.guard = (_draft, ctx) => ctx.hold('approvals', 'why not');
    await expectNothingDone(sendTo, UNAVAILABLE);
  });

  test('keeps its guard from the means to change anything', async () => {
    const given: string[] = [];
    alpha.pull.guard = (_draft, ctx) => void given.push(...Object.keys(ctx));
    await sendTo(stage().room.id);
    expect(given).not.toEqual(expect.arrayContaining(['engine']));
    expect(given.filter((key) => ['engine', 'publish', 'tell', 'enqueue'].includes(key))).toEqual([]);
  });

  test('tells its guard who asks, in which room, as what, and what their role may', async () => {
    const { room, ana, rivera, engine } = stage();
    const told: unknown[] = [];
    alpha.pull.guard = (_draft, { actor, room, participant, can, settings, school }) =>
      void told.push([actor, room?.title, participant?.role, can('act'), settings, school.slug]);
    await sendTo(room.id);
    await engine.as(rivera).messages.send({ roomId: room.id, clientId: newId(), text: 'hi' });
    expect(told).toEqual([
      [{ id: ana.id, name: 'Ana Lopez', schoolRole: 'student' }, '7B', 'member', false, { word: 'please' }, 'oakwood'],
      [{ id: rivera.id, name: 'Ms Rivera', schoolRole: 'teacher' }, '7B', 'host', true, { word: 'please' }, 'oakwood'],
    ]);
  });
});

test('the strictest verdict wins, in whatever order plugins stand; of two refusals the first plugin’s is told', async () => {
  const { engine, room, ana } = stage();
  const verdict = fc.constantFrom('allow' as const, 'hold' as const, 'refuse' as const);
  const orders = fc.shuffledSubarray([alpha, beta, gamma], { minLength: 3 });
  await fc.assert(
    fc.asyncProperty(orders, fc.tuple(verdict, verdict, verdict), async (order, verdicts) => {
      for (const [place, { pull }] of order.entries()) {
        pull.guard = (_draft, ctx) => {
          if (verdicts[place] === 'refuse') ctx.refuse('no');
          if (verdicts[place] === 'hold') ctx.hold('approvals', 'why not');
        };
      }
      const plugins = new SchoolPlugins(
        order.map(({ plugin }) => plugin),
        { alpha: true, beta: true, gamma: true },
      );
      const asked = { school: { ...engine.school('oakwood'), plugins }, person: ana };
      const answer = await runCommand(engine.engine, asked, 'message.send', {
        roomId: room.id,
        clientId: newId(),
        text: 'hi',
      }).then(
        () => 'stored',
        ({ code }: { code: string }) => code,
      );
      const refused = order[verdicts.indexOf('refuse')];
      const held = verdicts.includes('hold') ? 'commands.held' : 'stored';
      expect(answer).toBe(refused ? `${refused.plugin.contract.id}.no` : held);
    }),
    { numRuns: 60 },
  );
});

describe('beside a command', () => {
  beforeEach(() => stage().engine.usePlugins('oakwood', { beside: true }));

  test('a plugin’s rows, events and jobs are stored with the message, in one numbering', async () => {
    const { engine, room } = stage();
    const ran: unknown[] = [];
    beside.pull.job = async ({ note }) => void ran.push(note);
    beside.pull.within = async (outcome, ctx) => {
      expect(outcome).toMatchObject({ text: 'with rows', seq: null });
      await write(ctx, 'beside', 'a row');
      ctx.publish('done', room.id, { note: 'an event' });
      ctx.publish('glimpsed', room.id, { note: 'a glimpse' });
      ctx.enqueue(beside.job, { note: 'a job' });
    };
    const { seq } = await sendTo(room.id, 'with rows');
    expect(await engine.rows('select note from beside_note')).toEqual([{ note: 'a row' }]);
    expect(engine.heard(room.id).slice(-2)).toMatchObject([
      { seq, event: 'message.sent' },
      { seq: seq + 1, event: 'beside.done', payload: { note: 'an event' }, by: { person: stage().ana.id } },
    ]);
    expect(engine.news.at(-1)).toMatchObject({ kind: 'passing', room: room.id, frame: { event: 'beside.glimpsed' } });
    await engine.settled();
    expect(ran).toEqual(['a job']);
  });

  test.each([
    ...FAILURES,
    ['refuses', undefined],
    ['publishes what its contract does not say', 'bad payload'],
    ['lets a statement fail', 'bad statement'],
  ] as const)('nothing stays when its `within` %s after it has written', async (_how, fail) => {
    beside.pull.within = async (_outcome, ctx) => {
      await write(ctx, 'beside', 'never');
      ctx.publish('done', stage().room.id, { note: 'never' });
      ctx.enqueue(beside.job, { note: 'never' });
      if (fail === undefined) ctx.refuse('no');
      if (fail === 'bad payload') ctx.publish('done', stage().room.id, { note: 7 as never });
      if (fail === 'bad statement') await run(ctx.em, sql`select no_such_column from room`);
      if (typeof fail === 'function') await fail();
    };
    await expectNothingDone(sendTo, fail === undefined ? { code: 'beside.no' } : UNAVAILABLE);
    await expectNothingDone(
      (roomId) => stage().engine.as(stage().rivera).rooms.rename({ roomId, title: 'Other' }),
      fail === undefined ? { code: 'beside.no' } : UNAVAILABLE,
    );
  });

  test('what a plugin does after its time was up stays undone', async () => {
    const [late, refused] = [[] as Promise<unknown>[], Promise.withResolvers<void>()];
    beside.pull.within = (_outcome, ctx) => {
      const later = refused.promise.then(() => write(ctx, 'beside', 'too late'));
      late.push(later.catch(() => undefined));
      return later.then(() => undefined);
    };
    const before = await stage().engine.rows('select note from beside_note');
    await expectNothingDone(sendTo, UNAVAILABLE);
    refused.resolve();
    await Promise.all(late);
    expect(await stage().engine.rows('select note from beside_note')).toEqual(before);
    beside.cut();
    expect((await sendTo(stage().room.id, 'and the next one works')).seq).toBeGreaterThan(0);
  });
});

describe('what a plugin shows', () => {
  beforeEach(() => stage().engine.usePlugins('oakwood', { alpha: true, beta: true }));
  const page = async () =>
    (await stage().engine.as(stage().ben).messages.page({ roomId: stage().room.id, limit: 1 })).messages.at(-1)?.shows;

  test('stands on the message under its id', async () => {
    await sendTo(stage().room.id);
    alpha.pull.show = async (messages) => new Map(messages.map(({ id, text }) => [id, { note: text }]));
    expect(await page()).toEqual({ alpha: { note: 'hi' } });
  });

  test.each([...FAILURES, ['lets a statement fail', undefined] as const])(
    'is nothing when it %s; the page and the others’ are served',
    async (_how, fail) => {
      await sendTo(stage().room.id);
      alpha.pull.show = async (_messages, ctx) =>
        fail ? fail() : new Map(await run(ctx.em, sql<never>`select no_such_column from room`));
      beta.pull.show = async (messages, ctx) => {
        await run(ctx.em, sql`select 1 from room`);
        return new Map(messages.map(({ id }) => [id, { note: 'still here' }]));
      };
      expect(await page()).toEqual({ beta: { note: 'still here' } });
      expect(stage().engine.logged.at(-1)).toMatchObject({ plugin: 'alpha', phase: 'show' });
    },
  );
});
