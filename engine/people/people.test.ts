import { describe, expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();

const api = (who: TestPerson) => stage().engine.as(who);
const found = async (who: TestPerson, query: string): Promise<string[]> =>
  (await api(who).people.search({ query })).map(({ name }) => name);

describe('finding people', () => {
  test('goes by the beginning of each word of a name, whatever its case', async () => {
    const { rivera } = stage();
    for (const query of ['ana', 'LOP', 'an lo', 'lopez ana', ' Ana  Lopez '])
      expect(await found(rivera, query)).toContain('Ana Lopez');
    for (const query of ['na', 'opez', 'ana ben']) expect(await found(rivera, query)).not.toContain('Ana Lopez');
  });

  test('takes every character for itself', async () => {
    const { rivera } = stage();
    await stage().person('oakwood', 'student', '100% \\Sure_');
    for (const query of ['%', '_', '\\', '?', "'", '??'])
      expect(await found(rivera, query), query).not.toContain('Ben');
    for (const query of ['100%', '\\sure_']) expect(await found(rivera, query), query).toEqual(['100% \\Sure_']);
  });

  test('shows staff the whole school, others those they share a class with, and nobody another school', async () => {
    const { rivera, stone, head, ana, lopez, moss } = stage();
    await stage().person('oakwood', 'student', 'Bella Elsewhere');
    for (const staff of [rivera, stone, head])
      expect((await found(staff, 'be')).sort()).toEqual(['Bella Elsewhere', 'Ben']);
    for (const who of [ana, lopez]) expect(await found(who, 'be')).toEqual(['Ben']);
    expect(await found(ana, 'stone')).toEqual([]);
    expect(await found(ana, 'rivera')).toEqual(['Ms Rivera']);
    expect(await found(moss, 'be')).toEqual([]);
  });

  test('does not show oneself, nor whoever left the school or the class', async () => {
    const { engine, rivera, ana, biology } = stage();
    expect(await found(ana, 'ana')).toEqual([]);
    const finn = await stage().person('oakwood', 'student', 'Finn');
    await api(rivera).classrooms.enrol({ classroomId: biology.id, personId: finn.id, role: 'student' });
    expect(await found(ana, 'finn')).toEqual(['Finn']);
    await api(rivera).classrooms.unenrol({ classroomId: biology.id, personId: finn.id });
    expect(await found(ana, 'finn')).toEqual([]);
    expect(await found(rivera, 'finn')).toEqual(['Finn']);
    await engine.rows('update person set left_at = now() where id = $1', [finn.id]);
    expect(await found(rivera, 'finn')).toEqual([]);
  });

  test('answers with twenty at most, by name', async () => {
    const { rivera } = stage();
    for (let n = 10; n < 35; n += 1) await stage().person('oakwood', 'student', `Zoe ${n}`);
    expect(await found(rivera, 'zoe')).toEqual(Array.from({ length: 20 }, (_, n) => `Zoe ${n + 10}`));
  });
});

describe('contacts', () => {
  test('are one’s own list of people one may find, and nobody is told but one’s own devices', async () => {
    const { engine, ana, ben, chidi } = stage();
    const before = engine.news.length;
    for (const { id: personId } of [chidi, ben, ben]) await api(ana).people.addContact({ personId });
    expect((await api(ana).people.contacts()).map(({ name }) => name)).toEqual(['Ben', 'Chidi']);
    expect(await api(ben).people.contacts()).toEqual([]);
    expect(engine.ownNews(before).map((news) => ('person' in news ? news.person : news.kind))).toEqual([
      ana.id,
      ana.id,
      ana.id,
    ]);
    await api(ana).people.removeContact({ personId: ben.id });
    await api(ana).people.removeContact({ personId: ben.id });
    expect((await api(ana).people.contacts()).map(({ name }) => name)).toEqual(['Chidi']);
  });

  test('are nobody whom one may not find, and hide who can be found no more', async () => {
    const { rivera, ana, stone, ed, dora, biology } = stage();
    for (const { id: personId } of [stone, ed, ana])
      expect(await refusalOf(api(ana).people.addContact({ personId }))).toBe('missing');
    await api(ana).people.addContact({ personId: dora.id });
    await api(rivera).classrooms.unenrol({ classroomId: biology.id, personId: dora.id });
    expect((await api(ana).people.contacts()).map(({ name }) => name)).not.toContain('Dora');
    await api(rivera).classrooms.enrol({ classroomId: biology.id, personId: dora.id, role: 'student' });
    expect((await api(ana).people.contacts()).map(({ name }) => name)).toContain('Dora');
  });
});

describe('a name', () => {
  test('changes on every screen that shows it: in each room the person is in, and on their own devices', async () => {
    const { engine, chidi, ana, room } = stage();
    const before = engine.news.length;
    expect(await api(chidi).session.rename({ name: ' Chidi Eze ' })).toMatchObject({ id: chidi.id, name: 'Chidi Eze' });
    const told = engine.ownNews(before).flatMap((news) => (news.kind === 'passing' ? [news] : []));
    expect(told.every(({ frame }) => frame.event === 'person.changed')).toBe(true);
    expect(told.map((news) => news.room ?? news.person)).toEqual(expect.arrayContaining([room.id, chidi.id]));
    const listed = await api(ana).participants.list({ roomId: room.id });
    expect(listed.map(({ person }) => person.name)).toContain('Chidi Eze');
  });
});

describe('a picture', () => {
  // The smallest PNG there is: one transparent pixel.
  const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

  test('is kept as its pixels only, has an address that changes with it, and is taken away again', async () => {
    const { engine, ana } = stage();
    const { avatar } = await api(ana).session.setAvatar({ image: PIXEL });
    expect(avatar).toMatch(new RegExp(`^/avatars/${ana.id}\\?v=[0-9a-f]{16}$`));
    const [row] = await engine.rows<{ type: string; image: Buffer }>(
      'select type, image from avatar where person_id = $1',
      [ana.id],
    );
    expect([row?.type, row?.image.toString('latin1', 8, 12)]).toEqual(['image/webp', 'WEBP']);
    expect((await api(ana).session.setAvatar({ image: null })).avatar).toBeNull();
    expect(await engine.rows('select 1 from avatar where person_id = $1', [ana.id])).toEqual([]);
  });

  test('is a photo and nothing else', async () => {
    const { ana } = stage();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64');
    const broken = Buffer.concat([Buffer.from(PIXEL, 'base64').subarray(0, 8), Buffer.from('nothing')]).toString(
      'base64',
    );
    for (const image of [svg, broken, ''])
      expect(await refusalOf(api(ana).session.setAvatar({ image }))).toBe('people.avatar-unreadable');
  });
});
