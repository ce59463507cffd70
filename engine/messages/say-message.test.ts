import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../commands/run-command.ts';
import { inUnitOfWork } from '../commands/unit-of-work.ts';
import type { Person } from '../people/person.ts';
import { pluginContext } from '../plugin-host/contexts.ts';
import type { PluginContext } from '../plugin-host/define-plugin.ts';
import { privacyOf } from '../plugin-host/privacy.ts';
import { type PuppetContract, puppet } from '../plugin-host/puppet-trial.ts';
import { type PromisedRow, runPromised } from '../plugin-host/run-job.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import { startTestEngine, type TestEngine, type TestPerson } from '../testing/start-test-engine.ts';
import { until } from '../testing/until.ts';
import type { SentMessage } from '../views.ts';

const alpha = puppet('alpha');
const beta = puppet('beta');
const plugins = [alpha.plugin, beta.plugin];
const stage = useStage({ plugins });
const ON = { alpha: true, beta: true, reactions: true };

beforeEach(() => stage().engine.usePlugins('oakwood', ON));
afterEach(() => {
  alpha.cut();
  beta.cut();
});

type Context = PluginContext<PuppetContract>;

/** What the plugin does on its own account, as in a job. */
const asAlpha = <T>(act: (ctx: Context) => Promise<T>, { engine, school }: TestEngine = stage().engine): Promise<T> =>
  inUnitOfWork(engine, { school: school('oakwood'), person: null, plugin: 'alpha' }, (work) =>
    act(pluginContext(work, alpha.plugin) as Context),
  );
const say = (room: { id: string }, text: string, key = newId()) => asAlpha((ctx) => ctx.say(room.id, { key, text }));
const page = async (room: { id: string }, who: TestPerson = stage().ana) =>
  (await stage().engine.as(who).messages.page({ roomId: room.id })).messages;
const unreadOf = async (room: { id: string }, who: TestPerson) =>
  (await stage().engine.as(who).rooms.details({ roomId: room.id })).unread;
const job: PromisedRow = {
  ...{ schoolId: '', kind: 'alpha.tidy', roomId: null, seq: null, byPlugin: 'alpha' },
  payload: { note: 'now' },
};
const runJob = () => runPromised(stage().engine.engine, { ...job, schoolId: stage().engine.school('oakwood').id });

describe('what a plugin says', () => {
  test('is a message without an author, in the name of the plugin, for everybody in the room', async () => {
    const room = await stage().freshRoom();
    const { id } = await say(room, 'Class begins at nine');
    const expected = {
      id,
      kind: 'text',
      author: null,
      by: { plugin: 'alpha' },
      text: 'Class begins at nine',
      note: null,
    };
    for (const who of [stage().ana, stage().rivera, stage().lopez])
      expect((await page(room, who)).at(-1)).toMatchObject(expected);
    expect(stage().engine.heard(room.id).at(-1)).toMatchObject({
      event: 'message.sent',
      by: { plugin: 'alpha' },
      payload: { message: { id, author: null, by: { plugin: 'alpha' }, text: 'Class begins at nine' } },
    });
  });

  test('is unread for everybody, and the newest in the list', async () => {
    const room = await stage().freshRoom();
    await say(room, 'Class begins at nine');
    for (const who of [stage().ana, stage().rivera, stage().lopez]) expect(await unreadOf(room, who)).toBe(1);
    const listed = (await stage().engine.as(stage().ana).rooms.list()).find(({ id }) => id === room.id);
    expect(listed?.last).toMatchObject({ author: null, by: { plugin: 'alpha' }, text: 'Class begins at nine' });
  });

  test('may be a line on its own, which nobody has unread', async () => {
    const room = await stage().freshRoom();
    await asAlpha((ctx) => ctx.say(room.id, { key: 'end', line: ' The poll  has ended ' }));
    expect((await page(room)).at(-1)).toMatchObject({
      ...{ kind: 'system', author: null, by: { plugin: 'alpha' }, text: '' },
      note: { what: 'plugin', text: 'The poll has ended' },
    });
    expect(await unreadOf(room, stage().ben)).toBe(0);
  });

  test('is heard by the other plugins, and never by itself', async () => {
    const room = await stage().freshRoom();
    await stage().engine.settled();
    const heard: string[] = [];
    const hear = (name: string) => (event: { payload: unknown }) => {
      heard.push(`${name}: ${(event.payload as { message?: SentMessage }).message?.text}`);
    };
    alpha.pull.after = hear('alpha');
    beta.pull.after = hear('beta');
    await say(room, 'hello');
    await until(() => heard.length > 0);
    await stage().engine.settled();
    expect(heard).toEqual(['beta: hello']);
  });

  test('is counted among answers to a thread of its own by those who answer in it', async () => {
    const { ana, ben, send } = stage();
    const room = await stage().freshRoom();
    const { id } = await say(room, 'Who brings a lamp?');
    const answer = await send(room, ana, 'I do', { threadRoot: id });
    await send(room, ben, 'Me too', { threadRoot: id, replyTo: answer.id });
    const root = (await page(room)).find((message) => message.id === id);
    expect(root?.thread).toMatchObject({ replies: 2, authors: [ana.id, ben.id], unread: 1 });
  });

  test('is quoted under the name of the plugin, on both ways of sending, and gone from quotes once it is deleted', async () => {
    const { ana, rivera, send, engine } = stage();
    const room = await stage().freshRoom();
    const { id } = await say(room, 'Who brings a lamp?');
    const quote = { id, author: null, by: { plugin: 'alpha' }, text: 'Who brings a lamp?', deleted: false };
    const clientId = newId();
    expect((await send(room, ana, 'I do', { replyTo: id, clientId })).quote).toEqual(quote);
    expect((await engine.as(ana).messages.send({ roomId: room.id, clientId, text: 'I do' })).message.quote).toEqual(
      quote,
    );
    expect((await page(room)).at(-1)?.quote).toEqual(quote);
    await engine.as(rivera).messages.delete({ roomId: room.id, messageId: id });
    expect((await page(room)).at(-1)?.quote).toEqual({ ...quote, text: '', deleted: true });
  });
});

describe('what a plugin says under a key', () => {
  test('is said once, however often a job is run', async () => {
    const room = await stage().freshRoom();
    const ids: string[] = [];
    alpha.pull.job = async (_payload, ctx) => {
      ids.push((await ctx.say(room.id, { key: 'reminder', text: `try ${ids.length}` })).id);
    };
    await runJob();
    await runJob();
    expect(new Set(ids).size).toBe(1);
    expect((await page(room)).map(({ text }) => text)).toEqual(['try 0']);
    expect(
      stage()
        .engine.heard(room.id)
        .filter(({ event }) => event === 'message.sent'),
    ).toHaveLength(1);
  });

  test('is said once by a hook that fails after it and is tried again', async () => {
    const { ana, send, engine } = stage();
    const room = await stage().freshRoom();
    let tries = 0;
    alpha.pull.after = async (event, ctx) => {
      if (event.roomId !== room.id) return;
      tries += 1;
      await ctx.say(room.id, { key: `about ${event.seq}`, text: 'Noted' });
      if (tries === 1) throw new Error('a bug');
    };
    const { seq } = await send(room, ana, 'note this');
    await until(() => tries === 1);
    const school = engine.school('oakwood').id;
    const again = { ...job, schoolId: school, kind: 'after', roomId: room.id, seq, payload: null, byPlugin: null };
    for (const _ of [1, 2]) await runPromised(engine.engine, again);
    expect((await page(room)).map(({ text }) => text)).toEqual(['note this', 'Noted']);
  });

  test('is said once by two nodes at once, and both learn which it is', async () => {
    const other = await startTestEngine({ plugins, schools: { oakwood: ON }, beside: stage().engine });
    try {
      const room = await stage().freshRoom();
      const both = [stage().engine, other, stage().engine, other];
      const said = await Promise.all(
        both.map((node) => asAlpha((ctx) => ctx.say(room.id, { key: 'bell', text: 'Nine o’clock' }), node)),
      );
      expect(new Set(said.map(({ id }) => id)).size).toBe(1);
      expect((await page(room)).map(({ text }) => text)).toEqual(['Nine o’clock']);
    } finally {
      await other.stop();
    }
  });

  test('is another message in another room, of another plugin, and under another key', async () => {
    const [room, other] = [await stage().freshRoom(), await stage().freshRoom()];
    const { engine } = stage();
    await say(room, 'one', 'key');
    await say(other, 'two', 'key');
    await say(room, 'three', 'another key');
    await inUnitOfWork(engine.engine, { school: engine.school('oakwood'), person: null, plugin: 'beta' }, (work) =>
      pluginContext(work, beta.plugin).say(room.id, { key: 'key', text: 'four' }),
    );
    expect((await page(room)).map(({ text }) => text)).toEqual(['one', 'three', 'four']);
  });

  test('is not said again after staff have removed it', async () => {
    const { rivera, engine } = stage();
    const room = await stage().freshRoom();
    const { id } = await say(room, 'Buy now', 'advert');
    await engine.as(rivera).messages.delete({ roomId: room.id, messageId: id });
    expect((await say(room, 'Buy now', 'advert')).id).toBe(id);
    expect((await page(room)).map(({ text, deletedAt }) => [text, deletedAt !== null])).toEqual([['', true]]);
  });

  test('goes with its unit of work', async () => {
    const room = await stage().freshRoom();
    const failing = asAlpha(async (ctx) => {
      await ctx.say(room.id, { key: 'half', text: 'half done' });
      throw new Error('a bug');
    });
    await expect(failing).rejects.toThrow('a bug');
    expect(await page(room)).toEqual([]);
    await say(room, 'done', 'half');
    expect((await page(room)).map(({ text }) => text)).toEqual(['done']);
  });
});

describe('a plugin speaks', () => {
  test('in no room that is archived, deleted or not there, and stores nothing', async () => {
    const { engine, rivera } = stage();
    const archived = await stage().freshRoom();
    const deleted = await stage().freshRoom();
    await engine.as(rivera).rooms.archive({ roomId: archived.id, archived: true });
    await engine.as(rivera).rooms.delete({ roomId: deleted.id });
    expect(await refusalOf(say(archived, 'hello'))).toBe('rooms.archived');
    for (const room of [deleted, { id: newId() }]) expect(await refusalOf(say(room, 'hello'))).toBe('missing');
    expect(
      await engine.rows('select 1 from message where room_id = any($1) and author_id is null', [
        [archived.id, deleted.id],
      ]),
    ).toEqual([]);
  });

  test('in no room of another school', async () => {
    const { engine, moss } = stage();
    const { id: classroomId } = await engine.as(moss).classrooms.create({ title: 'History' });
    const [theirs] = (await engine.as(moss).rooms.list()).filter((room) => room.classroomId === classroomId);
    expect(await refusalOf(say(theirs ?? { id: '' }, 'hello'))).toBe('missing');
  });

  test.each([
    ['nothing', { key: 'k', text: ' ' }, 'text'],
    ['too much', { key: 'k', text: 'x'.repeat(10_001) }, 'text'],
    ['what cannot be stored', { key: 'k', text: 'a\0b' }, 'text'],
    ['a line of two', { key: 'k', line: 'one\ntwo' }, 'line'],
    ['both at once', { key: 'k', text: 'one', line: 'two' }, 'text'],
    ['neither', { key: 'k' }, 'text'],
    ['without a key', { key: '', text: 'one' }, 'key'],
    ['under a long key', { key: 'k'.repeat(201), text: 'one' }, 'key'],
  ])('no words that are %s', async (_what, said, field) => {
    const room = await stage().freshRoom();
    await expect(asAlpha((ctx) => ctx.say(room.id, said as never))).rejects.toMatchObject({
      fault: 'invalid',
      data: { field },
    });
    expect(await page(room)).toEqual([]);
  });

  test('where somebody asked in rooms they are in, and nowhere else', async () => {
    const { engine, ana, rivera } = stage();
    const room = await stage().freshRoom();
    const secret = await stage().freshRoom({ everyone: false });
    let where = room.id;
    alpha.pull.act = (ctx) => ctx.say(where, { key: 'asked', text: `Asked by ${ctx.actor.name}` });
    const ask = () => engine.ask(ana, 'alpha.act', { roomId: room.id });
    expect((await ask()).data).toMatchObject({ roomId: room.id });
    expect((await page(room)).at(-1)).toMatchObject({ author: null, by: { plugin: 'alpha' } });
    expect(await unreadOf(room, ana)).toBe(1);
    where = secret.id;
    expect((await ask()).error?.data.code).toBe('NOT_FOUND');
    expect(await page(secret, rivera)).toEqual([]);
  });

  test('in rooms of announcements, too', async () => {
    const room = await stage().freshRoom({ posting: 'announcement' });
    await say(room, 'School is closed on Monday');
    expect((await page(room)).at(-1)?.text).toBe('School is closed on Monday');
  });
});

describe('a message of a plugin', () => {
  test('is edited by nobody, removed by staff of the room and by no one else', async () => {
    const { engine, ana, rivera } = stage();
    const room = await stage().freshRoom();
    const { id: messageId } = await say(room, 'hello');
    const about = { roomId: room.id, messageId };
    for (const who of [ana, rivera]) {
      const edit = engine.as(who).messages.edit({ ...about, text: 'forged' });
      expect(await refusalOf(edit)).toBe('messages.not-yours');
    }
    expect(await refusalOf(asAlpha((ctx) => ctx.engine.run('message.edit', { ...about, text: 'forged' })))).toBe(
      'messages.not-yours',
    );
    expect(await refusalOf(engine.as(ana).messages.delete(about))).toBe('roles.not-allowed');
    expect(await refusalOf(engine.as(ana).messages.history(about))).toBe('roles.not-allowed');
    await engine.as(rivera).messages.delete(about);
    expect((await page(room)).at(-1)).toMatchObject({ text: '', author: null, by: { plugin: 'alpha' } });
    expect(stage().engine.heard(room.id).at(-1)).toMatchObject({ event: 'message.deleted', payload: { author: null } });
  });

  test('stays under its name while the plugin is off, when it says nothing more', async () => {
    const { engine, ana } = stage();
    const room = await stage().freshRoom();
    await say(room, 'hello');
    await engine.usePlugins('oakwood', { reactions: true });
    expect((await page(room)).at(-1)).toMatchObject({ text: 'hello', by: { plugin: 'alpha' } });
    const { manifest } = await engine.as(ana).session.me();
    expect(manifest.titles.alpha).toBe('Alpha');
    expect(Object.keys(manifest.plugins)).not.toContain('alpha');
    alpha.pull.job = async (_payload, ctx) => void (await ctx.say(room.id, { key: 'off', text: 'still here' }));
    await runJob();
    expect(await page(room)).toHaveLength(1);
  });

  test('is nobody’s: it stays when all that plugins hold of everybody is erased', async () => {
    const { engine, ana, ben, rivera, head } = stage();
    const room = await stage().freshRoom();
    const { id } = await say(room, 'hello');
    await inUnitOfWork(engine.engine, { school: engine.school('oakwood'), person: head }, async (work) => {
      for (const person of [ana, ben, rivera]) {
        for await (const { row } of privacyOf(work).export(person as unknown as Person))
          expect(JSON.stringify(row)).not.toContain(id);
        await privacyOf(work).erase(person as unknown as Person);
      }
    });
    expect((await page(room)).map((message) => message.text)).toEqual(['hello']);
  });

  test('is sent by nobody who is signed in: no procedure says it, and no person may', async () => {
    const { engine, rivera } = stage();
    const room = await stage().freshRoom();
    const asked = { school: engine.school('oakwood'), person: rivera };
    const draft = { roomId: room.id, key: 'k', text: 'I am a plugin' };
    const forged = runCommand(engine.engine, asked, 'message.say', draft);
    expect(await refusalOf(forged)).toBe('roles.not-allowed');
    expect(await page(room)).toEqual([]);
  });

  test('can be reacted to, and its reactions are nobody’s notice', async () => {
    const { engine, ana, ben } = stage();
    const room = await stage().freshRoom();
    const { id: messageId } = await say(room, 'hello');
    await engine.as(ana).reactions.add({ roomId: room.id, messageId, emoji: '👍' });
    expect((await page(room, ben)).at(-1)?.shows).toEqual({ reactions: { '👍': [ana.id] } });
    await engine.settled();
  });
});
