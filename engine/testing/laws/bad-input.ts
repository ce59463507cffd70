import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { appRouter } from '../../../plugins/index.ts';
import { SchoolPlugins } from '../../schools/school-plugins.ts';
import { inputFor, type Procedure, proceduresOf } from '../procedures.ts';
import type { Stage } from '../stage.ts';

/** What no field of any procedure should be surprised by. */
const BAD_VALUES: readonly unknown[] = [
  ...[null, true, 7, -1, 1.5, 1e308, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 2],
  ...['', ' ', 'x', '\0', 'a\0b', '\ud800', 'a\udfffb', '\u202e', "'; drop table person; --", '%', '{}'],
  ...['a'.repeat(81), 'a'.repeat(10_001), '𝒳'.repeat(10_001), `${'a'.repeat(50_000)}`],
  ...[[], ['x'], {}, { toString: 'x' }, JSON.parse('{"__proto__": {"polluted": true}}'), [[]]],
];

/** What is no input at all, whatever the procedure. */
const NO_INPUT: readonly unknown[] = [undefined, null, 'text', 7, true, []];
const EXTRA_KEYS = ['extra', 'constructor', 'toString', 'hasOwnProperty', '__proto__'];

/** Bad input ends at the door as `invalid`, naming the field; nothing is stored, and nothing breaks. */
export function badInputLaw(stage: () => Stage): void {
  describe('bad input is `invalid`, names the field and stores nothing, and nothing odd breaks', () => {
    test.each(
      proceduresOf(appRouter)
        .filter(takesInput)
        .map((procedure) => [procedure.path, procedure] as const),
    )('%s', async (path, procedure) => {
      const schema = schemaIn(stage(), procedure);
      const input = inputFor(schema, await knownTo(stage()));
      expect(schema.safeParse(input).error, 'the law begins with good input').toBeUndefined();
      await expectRefused(stage(), path, badInputs(schema, input));
      for (const [field, odd] of oddInputs(schema, input)) {
        const answer = await stage().engine.ask(stage().rivera, path, odd);
        expect(answer.error?.data.code, describeInput(field, odd)).not.toBe('INTERNAL_SERVER_ERROR');
      }
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    });
  });
}

async function expectRefused(stage: Stage, path: string, inputs: [string | undefined, unknown][]): Promise<void> {
  // What the scene promised is done first: an outbox that empties meanwhile is no change of ours.
  await stage.engine.settled();
  const before = await everythingStored(stage);
  for (const [field, bad] of inputs) {
    const answer = await stage.engine.ask(stage.rivera, path, bad);
    expect(answer.error?.data, describeInput(field, bad)).toMatchObject({
      code: 'BAD_REQUEST',
      httpStatus: 400,
      error: { fault: 'invalid', data: { field: expect.stringMatching(field ? `^${field}(\\.|$)` : '.') } },
    });
  }
  expect(await everythingStored(stage)).toEqual(before);
}

const takesInput = ({ schema }: Procedure): boolean => schema(new SchoolPlugins([], {})) !== null;

const schemaIn = ({ engine }: Stage, { schema }: Procedure): z.ZodObject =>
  schema(engine.school('oakwood').plugins) as z.ZodObject;

/** A class and a room of each test's own: what is tried may archive or delete them. */
async function knownTo({ engine, rivera, ben, send }: Stage): Promise<Record<string, unknown>> {
  const { id: classroomId } = await engine.as(rivera).classrooms.create({ title: 'Chemistry' });
  await engine.as(rivera).classrooms.enrol({ classroomId, personId: ben.id, role: 'student' });
  const room = await engine.as(rivera).rooms.open({ classroomId, title: '7B', everyone: true });
  const { id } = await send(room, ben, 'hi');
  return { roomId: room.id, classroomId, messageId: id, rootId: id, personId: ben.id, clientId: newId() };
}

/** Inputs that the schema refuses, with the field to be named; undefined where any will do. */
function badInputs(schema: z.ZodObject, input: Record<string, unknown>): [string | undefined, unknown][] {
  const bad: [string | undefined, unknown][] = NO_INPUT.map((none) => [undefined, none]);
  for (const key of EXTRA_KEYS) bad.push([key, withOwn(input, key, 'x')]);
  for (const field of Object.keys(input)) bad.push([field, without(input, field)]);
  for (const field of Object.keys(schema.shape)) {
    for (const value of BAD_VALUES) bad.push([field, withOwn(input, field, value)]);
  }
  // What a schema takes is no bad input for it: "a" is a title. `oddInputs` has those.
  return bad.filter(([, candidate]) => !schema.safeParse(candidate).success);
}

const oddInputs = (schema: z.ZodObject, input: Record<string, unknown>): [string, unknown][] =>
  Object.keys(schema.shape)
    .flatMap((field) => BAD_VALUES.map((value): [string, unknown] => [field, withOwn(input, field, value)]))
    .filter(([, candidate]) => schema.safeParse(candidate).success);

/** With a key of its own, also where writing it would set the prototype instead. */
const withOwn = (input: object, key: string, value: unknown): object =>
  Object.defineProperty({ ...input }, key, { value, enumerable: true, writable: true, configurable: true });

function without(input: Record<string, unknown>, field: string): object {
  const { [field]: _, ...rest } = input;
  return rest;
}

const describeInput = (field: string | undefined, input: unknown): string =>
  `${field}: ${JSON.stringify(input)?.slice(0, 300)}`;

/** One sum over every row of every table. */
async function everythingStored({ engine }: Stage): Promise<unknown> {
  const tables = await engine.rows<{ name: string }>(
    `select relname name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'migration%' order by 1`,
  );
  const sums = tables.map(
    ({ name }) =>
      `select '${name}' name, count(*)::int n, md5(string_agg(t::text, '' order by t::text)) from "${name}" t`,
  );
  return engine.rows(`${sums.join(' union all ')} order by name`);
}
