import { beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../engine/index.ts';
import { queriesOf } from '../../engine/testing/count-queries.ts';
import { refusalOf } from '../../engine/testing/refusal-of.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import type { RoomView } from '../../engine/views.ts';
import type { Audience, Mention } from './contract.ts';
import { notices } from './notices.ts';
import { privacy } from './privacy.ts';
import { mentionsIn } from './shared/names-in-text.ts';

const stage = useStage();
let room: RoomView;

const use = (settings: object = {}) =>
  stage().engine.usePlugins('oakwood', { mentions: settings as Readonly<Record<string, unknown>> });

beforeEach(async () => {
  await use({ peoplePerMinute: 1_000, callsPerMinute: 60 });
  room = await stage().freshRoom();
});

/** Where a name stands in a text, as the composer says it. */
const at = (text: string, written: string): { from: number; to: number } => {
  const from = text.indexOf(`@${written}`);
  return { from, to: from + 1 + written.length };
};
const naming = (text: string, ...people: TestPerson[]): Mention[] =>
  people.map(({ id, name }) => ({ ...at(text, name), person: id }));
const calling = (text: string, all: Audience): Mention[] => [{ ...at(text, all), all }];

const say = (who: TestPerson, text: string, mentions: readonly Mention[], more: object = {}) =>
  stage().send(room, who, text, { with: { mentions }, ...more });
const edit = (who: TestPerson, messageId: string, text: string) =>
  stage().engine.as(who).messages.edit({ roomId: room.id, messageId, text });
const shown = async (messageId: string, reader = stage().dora) => {
  const { messages } = await stage().engine.as(reader).messages.page({ roomId: room.id, limit: 100 });
  return messages.find(({ id }) => id === messageId)?.shows.mentions;
};
const rename = (id: string, name: string) =>
  stage().engine.rows('update person set name = $2 where id = $1', [id, name]);
const rowsOf = (messageId: string) => stage().engine.rows('select 1 from mentions where message_id = $1', [messageId]);

/** Somebody new who assists in the class, and a room they are in. */
async function assistant(name: string): Promise<TestPerson> {
  const { engine, person, biology, rivera } = stage();
  const helper = await person('oakwood', 'assistant', name);
  await engine.as(rivera).classrooms.enrol({ classroomId: biology.id, personId: helper.id, role: 'assistant' });
  room = await stage().freshRoom();
  return helper;
}

/** Whom each telling of the room was a notice for, in the order of the tellings. */
async function noticed(inRoom = room, whom: typeof notices.mention.to = notices.mention.to): Promise<string[][]> {
  const { engine } = stage();
  const told = engine.heard(inRoom.id).filter(({ event }) => event === notices.mention.on);
  const work = { seesRoom: sql`r.deleted_at is null and p.left_at is null and r.kind = 'class'` };
  return engine.database.inSchool(engine.school('oakwood').id, (em) =>
    Promise.all(told.map(({ payload }) => whom({ roomId: inRoom.id, payload } as never, { em, ...work } as never))),
  );
}
const ids = (...people: TestPerson[]): string[] => people.map(({ id }) => id).sort();

describe('naming somebody', () => {
  test('shows everybody who is named where, by id, and tells the room', async () => {
    const { ana, ben, chidi } = stage();
    const text = 'Look, @Ben and @Chidi!';
    const { id } = await say(ana, text, naming(text, ben, chidi));
    const named = [
      { from: 6, to: 10, person: ben.id },
      { from: 15, to: 21, person: chidi.id },
    ];
    for (const reader of [ana, ben, stage().lopez]) expect(await shown(id, reader)).toEqual(named);
    expect(stage().engine.heard(room.id).at(-1)).toMatchObject({
      event: 'mentions.named',
      by: { person: ana.id },
      payload: { messageId: id, mentions: named, added: { people: [ben.id, chidi.id], all: [] } },
    });
  });

  test('names them still when they are called otherwise', async () => {
    const { ana, ben } = stage();
    const { id } = await say(ana, 'Well done @Ben', naming('Well done @Ben', ben));
    await rename(ben.id, 'Benjamin');
    expect(await shown(id)).toEqual([{ from: 10, to: 14, person: ben.id }]);
    await edit(ana, id, 'Very well done, @Ben');
    expect(await shown(id)).toEqual([{ from: 16, to: 20, person: ben.id }]);
    await rename(ben.id, 'Ben');
  });

  test('is where it stands behind leading blanks, in a thread as in the room', async () => {
    const { ana, ben } = stage();
    const root = await stage().send(room, ana, 'Questions here');
    const { id } = await say(ana, '   @Ben?  ', [{ from: 3, to: 7, person: ben.id }], { threadRoot: root.id });
    const { messages } = await stage().engine.as(ben).messages.thread({ roomId: room.id, rootId: root.id });
    expect(messages.find((message) => message.id === id)?.shows.mentions).toEqual([{ from: 3, to: 7, person: ben.id }]);
  });

  test('twice by the same send is once', async () => {
    const { engine, ana, ben } = stage();
    const sent = {
      ...{ roomId: room.id, clientId: '0190a000-0000-7000-8000-0000000000ff', text: '@Ben' },
      with: { mentions: [{ from: 0, to: 4, person: ben.id }] },
    };
    await engine.as(ana).messages.send(sent);
    await engine.as(ana).messages.send(sent);
    expect(engine.heard(room.id).filter(({ event }) => event === 'mentions.named')).toHaveLength(1);
  });

  test('costs a send that names nobody nothing, and a page one statement however many it names', async () => {
    const { engine, ana, ben, send } = stage();
    const plain = async () => (await queriesOf(() => send(room, ana, 'me@school.example'))).join('\n');
    expect(await plain()).not.toContain('mentions');
    const page = async () => (await queriesOf(() => engine.as(ana).messages.page({ roomId: room.id }))).length;
    await say(ana, '@Ben', naming('@Ben', ben));
    const one = await page();
    for (let more = 0; more < 12; more += 1) await say(ana, '@Ben', naming('@Ben', ben));
    expect(await page()).toBe(one);
  });
});

describe('who is not in the room', () => {
  test('stays plain text, whether they left, are of another school or never were: nothing tells which', async () => {
    const { engine, ana, ben, dora, stone, ed, biology } = stage();
    await engine.as(dora).participants.leave({ roomId: room.id });
    const nobody = { id: '0190a000-0000-7000-8000-000000000abc', name: 'Nobody' } as TestPerson;
    const answers = [];
    for (const person of [dora, stone, ed, nobody, { ...ben, id: biology.id }]) {
      const text = `@${person.name} hello`;
      const { id, clientId: _c, seq: _s, at: _a, ...rest } = await say(ana, text, naming(text, person));
      answers.push({ ...rest, text: '' });
      expect(await shown(id, ana), person.name).toBeUndefined();
      expect(await rowsOf(id)).toEqual([]);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(engine.heard(room.id).some(({ event }) => event === 'mentions.named')).toBe(false);
  });

  test('is not found by an edit either, but stays named in what is edited around the name', async () => {
    const { engine, ana, dora } = stage();
    const { id } = await say(ana, 'hi @Dora', naming('hi @Dora', dora));
    await engine.as(dora).participants.leave({ roomId: room.id });
    await edit(ana, id, 'hello @Dora, hi @Mr Stone, hi @Ed');
    expect(await shown(id, ana)).toEqual([{ from: 6, to: 11, person: dora.id }]);
    await edit(ana, id, 'hello');
    await edit(ana, id, 'hello @Dora');
    expect(await shown(id, ana)).toBeUndefined();
  });

  test('cannot write there, and learns nothing', async () => {
    const { engine, stone, ben } = stage();
    const input = { roomId: room.id, clientId: '0190a000-0000-7000-8000-0000000000fe', text: '@Ben' };
    const mentions = [{ from: 0, to: 4, person: ben.id }];
    expect(await refusalOf(engine.as(stone).messages.send({ ...input, with: { mentions } }))).toBe('missing');
  });
});

describe('a name', () => {
  test('that reads otherwise than the person is called, or stands in code, stays plain text', async () => {
    const { ana, ben } = stage();
    const hidden = await say(ana, '@you are all stupid', [{ from: 0, to: 19, person: ben.id }]);
    const code = await say(ana, 'so: `@Ben` in code', [{ from: 5, to: 9, person: ben.id }]);
    const lower = await say(ana, 'so @ben', [{ from: 3, to: 7, person: ben.id }]);
    expect([await shown(hidden.id), await shown(code.id)]).toEqual([undefined, undefined]);
    expect(await shown(lower.id)).toEqual([{ from: 3, to: 7, person: ben.id }]);
  });

  test.each([
    ['beyond the text', [{ from: 0, to: 40 }]],
    ['without an @', [{ from: 1, to: 4 }]],
    ['that is empty', [{ from: 0, to: 1 }]],
    [
      'inside another',
      [
        { from: 0, to: 4 },
        { from: 0, to: 4 },
      ],
    ],
  ])('%s is refused, and nothing is sent', async (_, places) => {
    const { ana, ben } = stage();
    const mentions = places.map((place) => ({ ...place, person: ben.id }));
    expect(await refusalOf(say(ana, '@Ben', mentions))).toBe('mentions.misplaced');
    expect(await stage().texts(room, ben)).not.toContain('@Ben');
  });
});

describe('everybody at once', () => {
  test('is for staff unless the school says otherwise', async () => {
    const { ana, rivera } = stage();
    for (const all of ['teachers', 'class'] as const) {
      const { id } = await say(rivera, `@${all}, please`, calling(`@${all}, please`, all));
      expect(await shown(id)).toEqual([{ from: 0, to: all.length + 1, all }]);
      expect(await refusalOf(say(ana, `@${all}!`, calling(`@${all}!`, all)))).toBe('mentions.not-allowed');
    }
    await use({ teachers: 'everyone', class: 'off' });
    await say(ana, '@teachers?', calling('@teachers?', 'teachers'));
    expect(await refusalOf(say(rivera, '@class', calling('@class', 'class')))).toBe('mentions.not-allowed');
  });

  test('is not brought in by an edit of somebody who may not', async () => {
    const { ana, rivera } = stage();
    const { id } = await stage().send(room, ana, 'hello');
    await edit(ana, id, 'hello @class');
    expect(await shown(id)).toBeUndefined();
    const own = await stage().send(room, rivera, 'hello');
    await edit(rivera, own.id, 'hello @class');
    expect(await shown(own.id)).toEqual([{ from: 6, to: 12, all: 'class' }]);
  });
});

describe('a flood', () => {
  test('of names in one message is refused, also when nobody bears them', async () => {
    await use({ perMessage: 2 });
    const { ana, ben, chidi, dora } = stage();
    const text = '@Ben @Chidi @Dora';
    expect(await refusalOf(say(ana, text, naming(text, ben, chidi, dora)))).toBe('mentions.too-many');
    await say(ana, text, naming(text, ben, chidi));
    const { id } = await stage().send(room, ana, 'hi');
    expect(await refusalOf(edit(ana, id, text))).toBe('mentions.too-many');
  });

  test('of calls in a minute is refused, also when each is deleted at once, when many come together, and by edits', async () => {
    await use({ callsPerMinute: 3 });
    const { engine, send } = stage();
    const helper = await assistant('Mr Help');
    const call = () => say(helper, '@class', calling('@class', 'class'));
    const { id } = await call();
    await engine.as(helper).messages.delete({ roomId: room.id, messageId: id });
    const many = await Promise.allSettled([call(), call(), call(), call()]);
    expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await refusalOf(call())).toBe('mentions.too-often');
    const plain = await send(room, helper, 'still free to write');
    expect(await refusalOf(edit(helper, plain.id, 'now @class'))).toBe('mentions.too-often');
    await engine.rows("update mentions_calls set began = began - interval '61 seconds' where person_id = $1", [
      helper.id,
    ]);
    await call();
  });

  test('of people in a minute is refused, counting each once a message', async () => {
    await use({ peoplePerMinute: 2 });
    const { chidi, ben, dora } = stage();
    await stage().engine.rows('delete from mentions_calls');
    const { id } = await say(chidi, '@Ben, @Ben', [
      { from: 0, to: 4, person: ben.id },
      { from: 6, to: 10, person: ben.id },
    ]);
    await edit(chidi, id, 'Once more: @Ben');
    await say(chidi, '@Dora', naming('@Dora', dora));
    expect(await refusalOf(say(chidi, '@Ben', naming('@Ben', ben)))).toBe('mentions.too-often');
  });
});

describe('a message', () => {
  test('that is edited names whom it says now', async () => {
    const { ana, ben, chidi } = stage();
    const { id } = await say(ana, '@Ben', naming('@Ben', ben));
    await edit(ana, id, 'Sorry, @Chidi');
    expect(await shown(id)).toEqual([{ from: 7, to: 13, person: chidi.id }]);
    await edit(ana, id, 'Sorry, all');
    expect(await shown(id)).toBeUndefined();
  });

  test('that is deleted names nobody, at once', async () => {
    const { engine, ana, ben } = stage();
    const { id } = await say(ana, '@Ben', naming('@Ben', ben));
    await engine.as(ana).messages.delete({ roomId: room.id, messageId: id });
    expect(await rowsOf(id)).toEqual([]);
    expect(await shown(id)).toBeUndefined();
    expect(await noticed()).toEqual([[]]);
  });

  test('means the same person where two bear the name, for as long as nobody names another', async () => {
    const { engine, ana, biology, rivera, person } = stage();
    const twins = [await person('oakwood', 'student', 'Eva'), await person('oakwood', 'student', 'Eva Two')];
    for (const { id: personId } of twins) {
      await rename(personId, 'Eva');
      await engine.as(rivera).classrooms.enrol({ classroomId: biology.id, personId, role: 'student' });
    }
    room = await stage().freshRoom();
    const [, second] = twins as [TestPerson, TestPerson];
    const { id } = await say(ana, 'ask @Eva', [{ from: 4, to: 8, person: second.id }]);
    await edit(ana, id, 'please ask @Eva, not @Eva');
    expect(await shown(id)).toEqual([{ from: 11, to: 15, person: second.id }]);
  });
});

describe('switched off', () => {
  test('nothing is shown, kept or taken along; on again, what was named is back, except what was edited away', async () => {
    const { engine, ana, ben, chidi, send } = stage();
    const kept = await say(ana, '@Ben', naming('@Ben', ben));
    const changed = await say(ana, '@Chidi', naming('@Chidi', chidi));
    await engine.usePlugins('oakwood', {});
    expect(await shown(kept.id)).toBeUndefined();
    expect(await refusalOf(say(ana, '@Ben', naming('@Ben', ben)))).toBe('invalid');
    await edit(ana, changed.id, 'nobody');
    const plain = await send(room, ana, '@Ben');
    await use();
    expect(await shown(kept.id)).toEqual([{ from: 0, to: 4, person: ben.id }]);
    expect([await shown(changed.id), await shown(plain.id)]).toEqual([undefined, undefined]);
  });
});

describe('a notice', () => {
  test('goes to those who are named, once, and never to the author', async () => {
    const { rivera, ana, ben, chidi, dora, lopez, engine } = stage();
    const helper = await assistant('Mr Aid');
    const text = '@Ben @Ben @Ms Rivera';
    await say(rivera, text, [...naming(text, ben, rivera), { from: 5, to: 9, person: ben.id }]);
    await say(rivera, '@class', calling('@class', 'class'));
    await say(rivera, '@teachers', calling('@teachers', 'teachers'));
    expect(await noticed()).toMatchObject([
      ids(ben),
      expect.arrayContaining(ids(ana, ben, chidi, dora, lopez)),
      expect.arrayContaining([helper.id]),
    ]);
    const [, toClass, toTeachers] = await noticed();
    for (const told of [toClass, toTeachers]) expect(told).not.toContain(rivera.id);
    expect(toTeachers).not.toContain(ben.id);
    await use({ teachers: 'everyone' });
    await say(ana, '@teachers', calling('@teachers', 'teachers'));
    expect((await noticed())[3]).toContain(rivera.id);
    expect((await noticed())[3]).not.toContain(ben.id);
    expect(engine.school('oakwood').plugins.hears('message.sent', {})).toBe(false);
  });

  test('of an edit goes to whom it names anew', async () => {
    const { ana, ben, chidi } = stage();
    const { id } = await say(ana, '@Ben', naming('@Ben', ben));
    await edit(ana, id, '@Ben and @Chidi');
    expect(await noticed()).toEqual([ids(ben), ids(chidi)]);
    await edit(ana, id, '@Chidi');
    expect((await noticed())[2]).toEqual([]);
  });

  test('that is asked for late goes to nobody whose name was edited away meanwhile, and takes back nobody named again', async () => {
    const { ana, ben, chidi, rivera } = stage();
    const { id } = await say(ana, '@Ben', naming('@Ben', ben));
    await edit(ana, id, '@Chidi');
    await edit(ana, id, '@Chidi and @Ben');
    expect(await noticed()).toEqual([ids(ben), ids(chidi), ids(ben)]);
    expect(await noticed(room, notices.mention.takenBack.except)).toEqual(Array(3).fill(ids(ben, chidi)));
    await edit(ana, id, 'nobody');
    expect(await noticed()).toEqual([[], [], [], []]);
    const call = await say(rivera, '@class', calling('@class', 'class'));
    await edit(rivera, call.id, 'never mind');
    expect((await noticed())[4]).toEqual([]);
  });

  test('does not reach who left, or came after it where history begins with coming', async () => {
    const { engine, rivera, ana, ben, chidi } = stage();
    room = await stage().freshRoom({ history: 'from-join', everyone: false });
    for (const { id: personId } of [ben, chidi])
      await engine.as(rivera).participants.add({ roomId: room.id, personId });
    const { id } = await say(rivera, '@class', calling('@class', 'class'));
    await engine.as(rivera).participants.add({ roomId: room.id, personId: ana.id });
    await engine.as(chidi).participants.leave({ roomId: room.id });
    expect(await noticed()).toEqual([ids(ben)]);
    expect(await shown(id, ana)).toBeUndefined();
    expect(await shown(id, ben)).toBeDefined();
  });
});

describe('in a private thread', () => {
  test('its two people are named, nobody else, and nobody calls a class', async () => {
    const { engine, rivera, ana, ben } = stage();
    await engine.usePlugins('oakwood', {
      'private-threads': { studentToStaff: 'on', staffToStudent: 'on' },
      mentions: { peoplePerMinute: 1_000, callsPerMinute: 60 },
    });
    const { roomId } = await engine.as(rivera).privateThreads.start({ roomId: room.id, personId: ana.id });
    const parent = room;
    room = { ...room, id: roomId };
    const named = await say(rivera, '@Ana Lopez', naming('@Ana Lopez', ana));
    const stranger = await say(rivera, '@Ben', naming('@Ben', ben));
    expect(await shown(named.id, ana)).toEqual([{ from: 0, to: 10, person: ana.id }]);
    expect(await shown(stranger.id, ana)).toBeUndefined();
    expect(await refusalOf(say(rivera, '@class', calling('@class', 'class')))).toBe('mentions.not-allowed');
    room = parent;
  });
});

describe('privacy', () => {
  test('gives a person where they were named and whom they named, and forgets them', async () => {
    const { engine, ana, ben } = stage();
    const { id } = await say(ana, '@Ben', naming('@Ben', ben));
    await engine.database.inSchool(engine.school('oakwood').id, async (em) => {
      const ctx = { em } as never;
      const rows = async (person: TestPerson) => {
        const found: unknown[] = [];
        for await (const row of privacy.export(person as never, ctx)) found.push(row);
        return found.filter((row) => (row as { message_id: string }).message_id === id);
      };
      expect(await rows(ben)).toMatchObject([{ was: 'named', label: 'Ben' }]);
      expect(await rows(ana)).toMatchObject([{ was: 'wrote', label: 'Ben' }]);
      await privacy.erase(ben as never, ctx);
      expect(await rows(ben)).toEqual([]);
      expect(await privacy.retain(new Date(0), ctx)).toBe(0);
    });
    expect(await shown(id)).toBeUndefined();
  });
});

describe('in a text', () => {
  const people = [
    { id: 'a', name: 'Ana' },
    { id: 'b', name: 'Ana María' },
    { id: 'c', name: 'Eva' },
    { id: 'd', name: 'Eva' },
    { id: 'e', name: 'Class' },
  ];
  const found = (text: string, all: Audience[] = [], meant = {}) =>
    mentionsIn(text, { people, all }, meant).map((mention) => [
      text.slice(mention.from, mention.to),
      'person' in mention ? mention.person : mention.all,
    ]);

  test('the longest whole name counts, in any case, at the beginning of a word', () => {
    expect(found('@Ana María, @ana and (@ANA)')).toEqual([
      ['@Ana María', 'b'],
      ['@ana', 'a'],
      ['@ANA', 'a'],
    ]);
    expect(found('mail@ana.example @Anabel @Ana_2 @@Ana /@Ana')).toEqual([]);
  });

  test('code names nobody, and an unclosed mark is no code', () => {
    expect(found('`@Ana` ``a ` @Ana`` ```\n@Ana\n``` and `@Ana')).toEqual([['@Ana', 'a']]);
    expect(found('~~~\n@Ana\n~~~\n\n    @Ana\n\ndon`t @Ana can`t')).toEqual([['@Ana', 'a']]);
  });

  test('a name of two people names whom it is known to mean, place by place', () => {
    expect(found('@Eva')).toEqual([]);
    expect(found('@Eva @Eva @Eva', [], { eva: ['d', 'c'] })).toEqual([
      ['@Eva', 'd'],
      ['@Eva', 'c'],
    ]);
  });

  const named = (text: string, ...names: string[]) =>
    mentionsIn(text, { people: names.map((name) => ({ id: name, name })), all: [] }).map((mention) => [
      text.slice(mention.from, mention.to),
      'person' in mention && mention.person,
    ]);

  test.each([
    ['@zoe', 'Zoë'],
    ['@Zoe\u0308', 'Zoë'],
    ['@lukasz zolc', 'Łukasz Żółć'],
    ['@Mary O’Brien', "Mary O'Brien"],
    ['@Jean\u00a0Luc', 'Jean Luc'],
    ['@ΝΙΚΟΣ', 'Νίκος'],
    ['@ipek yilmaz', 'İpek Yılmaz'],
    ['@İPEK YILMAZ', 'İpek Yılmaz'],
    ['@strasse', 'Straße'],
    ['@王小明', '王小明'],
    ['@สมชาย', 'สมชาย'],
  ])('%s names %s, whatever stands beside it', (written, name) => {
    for (const [before, after] of [
      ['', ''],
      ['Hi ', ' hello'],
      ['İ ', '!'],
      ['你好', '你好'],
      ['สวัสดี', 'ครับ'],
    ])
      expect(named(`${before}${written}${after}`, name, 'Somebody Else')).toEqual([[written, name]]);
  });

  test('a name ends with the letter it ends with, marks and all', () => {
    expect(named('@Stras', 'Straß')).toEqual([]);
    expect(named('@สมัคร', 'สม')).toEqual([]);
    expect(named('@王小明明', '王小明', '王小明明')).toEqual([['@王小明明', '王小明明']]);
    expect(named('a@王小明 @Anaß', '王小明', 'Anas')).toEqual([]);
  });

  test('of names that differ in marks alone, the one that is written so', () => {
    expect(named('@Zoe and @zoë', 'Zoe', 'Zoë')).toEqual([
      ['@Zoe', 'Zoe'],
      ['@zoë', 'Zoë'],
    ]);
    expect(named('@zöe', 'Zoe', 'Zoë')).toEqual([]);
  });

  test('a word for all goes before a person of that name, for whoever may use it', () => {
    expect(found('@class', ['class'])).toEqual([['@class', 'class']]);
    expect(found('@class')).toEqual([['@class', 'e']]);
  });
});
