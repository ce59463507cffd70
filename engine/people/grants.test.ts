import { expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import { holdsGrant } from './person-grant.ts';

const stage = useStage();

const holds = (person: { id: string; schoolId: string }) =>
  stage().engine.database.readSchool(person.schoolId, (em) => holdsGrant(em, person.id, 'safeguarding'));
const give = (by: 'head' | 'rivera' | 'ana' | 'elm', to: { id: string }, held = true) =>
  stage().engine.as(stage()[by]).people.grant({ personId: to.id, grant: 'safeguarding', held });

test('an admin gives a member of staff a grant and takes it back; twice is once', async () => {
  const { engine, head, stone } = stage();
  expect(await holds(stone)).toBe(false);
  await give('head', stone);
  await give('head', stone);
  expect(await holds(stone)).toBe(true);
  expect(await engine.as(head).people.grants()).toMatchObject([{ person: { id: stone.id }, grant: 'safeguarding' }]);
  await give('head', stone, false);
  await give('head', stone, false);
  expect(await holds(stone)).toBe(false);
  expect(await engine.as(head).people.grants()).toEqual([]);
});

test('nobody else gives one or learns who holds one, and pupils and guardians hold none', async () => {
  const { engine, rivera, ana, lopez, stone, moss } = stage();
  for (const by of ['rivera', 'ana'] as const) expect(await refusalOf(give(by, stone))).toBe('people.admins-only');
  for (const who of [rivera, ana]) expect(await refusalOf(engine.as(who).people.grants())).toBe('people.admins-only');
  for (const to of [ana, lopez]) expect(await refusalOf(give('head', to))).toBe('people.staff-only');
  expect(await refusalOf(give('elm', stone))).toBe('missing');
  expect(await refusalOf(give('head', moss))).toBe('missing');
});

test('who is no longer of the staff, or of the school, holds nothing', async () => {
  const { engine, stone } = stage();
  await give('head', stone);
  await engine.rows("update person set role = 'guardian' where id = $1", [stone.id]);
  expect(await holds(stone)).toBe(false);
  await engine.rows("update person set role = 'teacher', left_at = now() where id = $1", [stone.id]);
  expect(await holds(stone)).toBe(false);
  await engine.rows('update person set left_at = null where id = $1', [stone.id]);
  expect(await holds(stone)).toBe(true);
  await give('head', stone, false);
});
