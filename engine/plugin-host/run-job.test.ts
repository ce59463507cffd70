import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';
import { until } from '../testing/until.ts';
import type { PluginContext } from './define-plugin.ts';
import { type PuppetContract, puppet, write } from './puppet-trial.ts';
import { type PromisedRow, runPromised, runScheduledJob } from './run-job.ts';

const alpha = puppet('alpha');
const beta = puppet('beta');
const stage = useStage({ plugins: [alpha.plugin, beta.plugin] });

beforeEach(() => stage().engine.usePlugins('oakwood', { alpha: true, beta: true }));
afterEach(async () => {
  alpha.cut();
  beta.cut();
  await stage().engine.rows('delete from alpha_note');
});

const notes = async (): Promise<string[]> =>
  (await stage().engine.rows<{ note: string }>('select note from alpha_note order by 1')).map(({ note }) => note);

/** What the queue hands over for an event. */
const rowOf = (roomId: string, seq: number, byPlugin: string | null = null): PromisedRow => ({
  schoolId: stage().engine.school('oakwood').id,
  kind: 'after',
  roomId,
  seq,
  payload: null,
  byPlugin,
});
const run = (row: PromisedRow): Promise<void> => runPromised(stage().engine.engine, row);

describe('after', () => {
  test('a plugin hears of an event once it has committed, whole, on its own account', async () => {
    const { engine, room, ana, send } = stage();
    const heard: unknown[] = [];
    alpha.pull.after = async (event, ctx) => {
      const rows = await engine.rows('select seq from room_event where room_id = $1 and seq = $2', [
        event.roomId,
        event.seq,
      ]);
      heard.push([event, rows.length, ctx.school.slug, ctx.settings.word, 'actor' in ctx]);
    };
    const { seq, id } = await send(room, ana, 'hear me');
    await until(() => heard.length === 1);
    expect(heard).toEqual([
      [
        {
          type: 'message.sent',
          roomId: room.id,
          seq,
          at: expect.any(String),
          by: { person: ana.id },
          payload: { message: expect.objectContaining({ id, text: 'hear me' }) },
        },
        1,
        'oakwood',
        'please',
        false,
      ],
    ]);
    await engine.settled();
    expect(heard).toHaveLength(1);
  });

  test('nothing is promised for an event that nobody hears', async () => {
    const { engine, moss, ed } = stage();
    const classroom = await engine.as(moss).classrooms.create({ title: 'History 9A' });
    await engine.as(moss).classrooms.enrol({ classroomId: classroom.id, personId: ed.id, role: 'student' });
    const [room] = await engine.as(ed).rooms.list();
    const before = await engine.jobs.counts();
    await engine.as(ed).messages.send({ roomId: room?.id as string, clientId: newId(), text: 'hi' });
    expect(await engine.jobs.counts()).toEqual(before);
  });

  test('a failure never reaches the sender, undoes what the hook did, and is tried again', async () => {
    const { engine, room, ana, send } = stage();
    let tries = 0;
    alpha.pull.after = async (_event, ctx) => {
      tries += 1;
      await write(ctx, 'alpha', `try ${tries}`);
      if (tries === 1) throw new Error('a bug');
    };
    const delayed = async () => (await engine.jobs.counts()).delayed ?? 0;
    const before = await delayed();
    const { seq } = await send(room, ana, 'hi');
    await until(() => tries === 1);
    await until(async () => (await delayed()) === before + 1);
    expect(await notes()).toEqual([]);
    expect(engine.logged).toContainEqual(
      expect.objectContaining({ level: 'warn', plugin: 'alpha', phase: 'after', event: 'message.sent' }),
    );
    await run(rowOf(room.id, seq));
    expect(await notes()).toEqual(['try 2']);
  });

  test('one plugin’s failure keeps the event from no other plugin', async () => {
    const { room, ana, send } = stage();
    const heard: string[] = [];
    alpha.pull.after = () => Promise.reject(new Error('a bug'));
    beta.pull.after = () => void heard.push('beta');
    const { seq } = await send(room, ana, 'hi');
    await expect(run(rowOf(room.id, seq))).rejects.toThrow('alpha failed after message.sent');
    expect(heard).toContain('beta');
  });

  test('a hook that does not answer in time has failed', async () => {
    const { room, ana, send } = stage();
    const { seq } = await send(room, ana, 'hi');
    await stage().engine.settled();
    alpha.pull.after = () => new Promise(() => undefined);
    await expect(run(rowOf(room.id, seq))).rejects.toThrow('alpha failed after message.sent');
  });

  test('a plugin does not hear what it caused itself, and the others do: there is no endless loop', async () => {
    const { engine, rivera, freshRoom } = stage();
    const room = await freshRoom();
    const titles: string[] = [];
    alpha.pull.after = async ({ type, roomId }, ctx) => {
      if (type !== 'room.renamed') return;
      titles.push('alpha');
      await ctx.engine.run('room.rename', { roomId, title: `by alpha ${titles.length}` });
    };
    beta.pull.after = ({ type, by }) => void (type === 'room.renamed' && titles.push(JSON.stringify(by)));
    await engine.as(rivera).rooms.rename({ roomId: room.id, title: 'Cells' });
    await until(async () => {
      await engine.settled();
      return titles.includes('{"plugin":"alpha"}');
    });
    await engine.settled();
    expect(titles.filter((title) => title === 'alpha')).toHaveLength(1);
    expect((await engine.as(rivera).rooms.details({ roomId: room.id })).title).toBe('by alpha 1');
    expect(engine.heard(room.id).filter(({ event }) => event === 'room.renamed')).toMatchObject([
      { by: { person: rivera.id } },
      { by: { plugin: 'alpha' } },
    ]);
  });

  test('what it runs of the engine joins its own transaction', async () => {
    const { engine, rivera, freshRoom } = stage();
    const room = await freshRoom();
    await engine.as(rivera).rooms.rename({ roomId: room.id, title: 'Cells' });
    await engine.settled();
    const heard = engine.heard(room.id).length;
    alpha.pull.after = async ({ roomId }, ctx) => {
      await ctx.engine.run('room.rename', { roomId, title: 'never' });
      throw new Error('a bug');
    };
    await expect(run(rowOf(room.id, heard - 1))).rejects.toThrow();
    expect((await engine.as(rivera).rooms.details({ roomId: room.id })).title).toBe('Cells');
    expect(engine.heard(room.id)).toHaveLength(heard);
  });

  test('an event that the log no longer has is acknowledged', async () => {
    await expect(run(rowOf(stage().room.id, 999_999))).resolves.toBeUndefined();
    await expect(run(rowOf(newId(), 1))).resolves.toBeUndefined();
  });
});

describe('a plugin’s own procedure', () => {
  const act = (who = stage().ana) => stage().engine.ask(who, 'alpha.act', { roomId: stage().room.id });

  test.each<[string, (ctx: PluginContext<PuppetContract>) => Promise<unknown>]>([
    ['an empty title', (ctx) => ctx.engine.run('room.rename', { roomId: stage().room.id, title: ' ' })],
    [
      'text that cannot be stored',
      (ctx) => ctx.engine.run('message.send', { roomId: stage().room.id, clientId: newId(), text: 'a\0b' }),
    ],
    ['what is no id', (ctx) => ctx.engine.run('room.see', { roomId: 'x', seq: 1 })],
  ])('gets %s through no command of the engine', async (_what, tried) => {
    alpha.pull.act = tried;
    expect((await act(stage().rivera)).error?.data.error).toMatchObject({ fault: 'invalid' });
  });

  test('commits what it wrote, published and ran when it returns, and nothing of it when it throws', async () => {
    const { engine, room, ana } = stage();
    alpha.pull.act = async (ctx) => {
      await write(ctx, 'alpha', 'a row');
      await ctx.engine.run('message.send', { roomId: room.id, clientId: newId(), text: 'through a plugin' });
      ctx.publish('done', room.id, { note: 'done' });
      return { ok: true };
    };
    expect(await act()).toEqual({ data: { ok: true } });
    expect(engine.heard(room.id).slice(-2)).toMatchObject([
      { event: 'message.sent', by: { person: ana.id } },
      { event: 'alpha.done', by: { person: ana.id } },
    ]);
    const before = engine.heard(room.id).length;
    const works = alpha.pull.act;
    alpha.pull.act = async (ctx) => {
      await works(ctx);
      return ctx.refuse('no');
    };
    expect((await act()).error?.data.error.code).toBe('alpha.no');
    expect(engine.heard(room.id)).toHaveLength(before);
    expect(await notes()).toEqual(['a row']);
  });

  test('runs commands as the person who asked: what they may not do, it may not do for them', async () => {
    alpha.pull.act = (ctx) => ctx.engine.run('room.rename', { roomId: stage().room.id, title: 'mine now' });
    expect((await act()).error?.data.error).toMatchObject({ code: 'roles.not-allowed' });
  });

  test('that fails is a failure without a word of what went wrong', async () => {
    alpha.pull.act = () => {
      throw new Error('a secret of the server');
    };
    const { error } = await act();
    expect(error?.data).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      error: { code: 'failure', message: 'Something went wrong on our side.' },
    });
    expect(JSON.stringify(error)).not.toContain('secret');
  });
});

describe('jobs', () => {
  const enqueue = (note: string, delayMs?: number) => {
    alpha.pull.act = (ctx) => {
      ctx.enqueue(alpha.job as never, { note } as never, ...(delayMs ? [{ delayMs }] : []));
      return {};
    };
    return stage().engine.ask(stage().ana, 'alpha.act', { roomId: stage().room.id });
  };

  test('run after the commit, in a unit of work of their own', async () => {
    const ran: string[] = [];
    alpha.pull.job = async ({ note }, ctx) => {
      await write(ctx, 'alpha', note);
      ran.push(note);
    };
    expect(await enqueue('tidy up')).toEqual({ data: {} });
    await until(() => ran.length === 1);
    await until(async () => (await notes()).includes('tidy up'));
  });

  test('with a payload that does not fit end the call that promised them', async () => {
    expect((await enqueue(7 as never)).error?.data.code).toBe('INTERNAL_SERVER_ERROR');
  });

  test('are acknowledged without running while their plugin is off, and run when it is on', async () => {
    const ran: string[] = [];
    alpha.pull.job = async ({ note }) => void ran.push(note);
    const row = { ...rowOf('', 0), kind: 'alpha.tidy', roomId: null, seq: null, payload: { note: 'later' } };
    await stage().engine.usePlugins('oakwood', { alpha: false });
    await run(row);
    expect(ran).toEqual([]);
    await stage().engine.usePlugins('oakwood', { alpha: true });
    await run(row);
    expect(ran).toEqual(['later']);
    await run({ ...row, schoolId: newId() });
    await run({ ...row, kind: 'alpha.nothing' });
    expect(ran).toEqual(['later']);
  });

  test('that come round by the clock run in every school that has their plugin on, also when one fails', async () => {
    const { engine } = stage();
    await engine.usePlugins('elmgrove', { alpha: true });
    const ran: string[] = [];
    alpha.pull.job = async (_payload, { school }) => {
      ran.push(school.slug);
      if (school.slug === 'oakwood') throw new Error('a bug');
    };
    await expect(runScheduledJob(engine.engine, 'alpha.tidy')).rejects.toThrow(/1 school/);
    await engine.usePlugins('oakwood', {});
    await runScheduledJob(engine.engine, 'alpha.tidy');
    await engine.usePlugins('elmgrove', {});
    await runScheduledJob(engine.engine, 'alpha.tidy');
    expect(ran).toEqual(['oakwood', 'elmgrove', 'elmgrove']);
  });
});
