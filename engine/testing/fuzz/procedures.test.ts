import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { appRouter } from '../../../plugins/index.ts';
import { FAULTS } from '../../errors/domain-error.ts';
import { inputFor, type Procedure, proceduresOf } from '../procedures.ts';
import { ASKERS, type Asker, type FuzzServer, useFuzzServer } from './fuzz-server.ts';
import { PATIENCE_MS, tryInputs } from './repeat.ts';
import { around, oddValue } from './values.ts';

const fuzz = useFuzzServer();
const RUNS = 16;
/** By HTTP it would end the sessions that the other procedures are asked with. */
const ENDS_SESSIONS = 'session.signOutEverywhere';

describe('whatever a procedure is given, it answers with a result or a refusal, and nothing breaks', {
  timeout: PATIENCE_MS,
}, () => {
  test.each(proceduresOf(appRouter).map((procedure) => [procedure.path, procedure] as const))(
    '%s',
    async (path, procedure) => {
      const inputs = await inputsOf(fuzz(), procedure);
      await tryInputs(
        fc.record({ asker: fc.constantFrom(...ASKERS), byHttp: fc.boolean(), input: inputs }),
        RUNS,
        async ({ asker, byHttp, input }) => {
          const answer = await (byHttp && path !== ENDS_SESSIONS ? askByHttp : askBySocket)(
            fuzz(),
            asker,
            procedure,
            input,
          );
          fuzz().judge(asker, answer);
          expectTyped(path, JSON.parse(answer));
        },
      );
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    },
  );
});

async function inputsOf(fuzz: FuzzServer, { schema }: Procedure): Promise<fc.Arbitrary<unknown>> {
  const shape = schema(fuzz.server.school('oakwood').plugins);
  if (!shape) return fc.oneof(fc.constant(undefined), oddValue);
  return around(inputFor(shape as z.ZodObject, await knownTo(fuzz)), Object.keys(shape.shape));
}

/** A class and a room of each procedure's own: what is tried may archive or delete them. */
async function knownTo({ server, cast }: FuzzServer): Promise<Record<string, unknown>> {
  const { rivera, ben, ana } = cast;
  const { id: classroomId } = await server.as(rivera).classrooms.create({ title: 'Chemistry' });
  for (const { id: personId } of [ben, ana])
    await server.as(rivera).classrooms.enrol({ classroomId, personId, role: 'student' });
  const room = await server.as(rivera).rooms.open({ classroomId, title: 'Lab', everyone: true });
  const { id } = await cast.send(room, ana, 'hi');
  return { roomId: room.id, classroomId, messageId: id, rootId: id, personId: ben.id, clientId: newId() };
}

async function askBySocket(
  { server, person }: FuzzServer,
  asker: Asker,
  { path }: Procedure,
  input: unknown,
): Promise<string> {
  // As it would come over the wire.
  const carried: unknown = input === undefined ? undefined : JSON.parse(JSON.stringify(input) ?? 'null');
  return JSON.stringify(await server.ask(person(asker), path, carried));
}

async function askByHttp(
  { server, token }: FuzzServer,
  asker: Asker,
  { path, type }: Procedure,
  input: unknown,
): Promise<string> {
  const json = JSON.stringify(input) ?? '';
  const signed = token(asker);
  const headers = { 'content-type': 'application/json', ...(signed && { authorization: `Bearer ${signed}` }) };
  const query = type === 'query' && json.length < 4_000 ? `?input=${encodeURIComponent(json.toWellFormed())}` : '';
  const init = type === 'query' ? { headers } : { method: 'POST', headers, body: json };
  const response = await fetch(`${server.url}/trpc/${path}${query}`, init);
  expect(response.status).not.toBe(500);
  return response.text();
}

interface Envelope {
  readonly data?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: unknown; readonly data?: { readonly error?: Record<string, unknown> } };
}

function expectTyped(path: string, { error }: Envelope): void {
  if (!error) return;
  const facts = error.data?.error;
  expect(FAULTS, `${path}: ${JSON.stringify(error).slice(0, 300)}`).toContain(facts?.fault);
  expect(typeof facts?.code).toBe('string');
  expect(typeof facts?.message).toBe('string');
}
