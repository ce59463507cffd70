import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { appRouter } from '../../../plugins/index.ts';
import { SchoolPlugins } from '../../schools/school-plugins.ts';
import { queriesOf } from '../count-queries.ts';
import { inputFor, type Procedure, proceduresOf } from '../procedures.ts';
import type { Stage } from '../stage.ts';
import type { Answer, TestPerson } from '../start-test-engine.ts';

type Known = Readonly<Record<'roomId' | 'classroomId' | 'messageId' | 'rootId' | 'personId' | 'clientId', string>>;
/** What anybody may ask, before signing in. */
const OPEN = [
  ...['session.front', 'session.ended', 'session.register', 'session.invitation', 'session.acceptInvitation'],
  ...['session.lookAtReset', 'session.lookAtCode'],
  ...['session.useSlip', 'session.useSlipByName', 'session.signInByName', 'session.useCard'],
];

/** A room with a message, and everybody who has no business there. */
interface Hidden {
  readonly known: Known;
  readonly outsiders: Readonly<Record<string, TestPerson>>;
}

const PROCEDURES = proceduresOf(appRouter);
const NO_PLUGINS = new SchoolPlugins([], {});
const OUTSIDERS = [
  'of another school',
  'of the school, not in the room',
  'the admin, not in the room',
  'removed',
] as const;

/** Nobody learns from any answer, nor from how long it takes, whether a room they are not in is there at all. */
export function notYoursLaw(stage: () => Stage): void {
  let hidden: Promise<Hidden> | undefined;
  const scene = (): Promise<Hidden> => {
    hidden ??= hide(stage());
    return hidden;
  };

  describe.each(OUTSIDERS)('not yours: for somebody %s a room is as absent as one that never was', (outsider) => {
    // An admin who enters is not refused: `rooms.enter` is how they come to be in a room.
    const entersAsAdmin = ({ path }: Procedure) => path === 'rooms.enter' && outsider === OUTSIDERS[2];
    test.each(rows((procedure) => procedure.inRoom && !entersAsAdmin(procedure)))('%s', async (path, procedure) => {
      const { known, outsiders } = await scene();
      const person = outsiders[outsider] as TestPerson;
      await expectAbsent(stage(), person, procedure, known, 'roomId');
      const { error } = await asked(stage(), person, procedure, known);
      const hasOwnAnswer = path === 'rooms.restore' && person.role !== 'admin';
      expect(error?.data.code).toBe(hasOwnAnswer ? 'FORBIDDEN' : 'NOT_FOUND');
    });
  });

  test.each(rows(({ path }) => !OPEN.includes(path)))('not yours: %s is for whoever is signed in', async (path) => {
    const { error } = await stage().engine.ask(null, path, (await scene()).known);
    expect(error?.data).toMatchObject({ code: 'UNAUTHORIZED', httpStatus: 401, error: { fault: 'signed-out' } });
  });

  describe('not yours: a class', () => {
    test.each(rows(({ schema }) => 'classroomId' in (shapeOf(schema) ?? {})))('%s', async (_path, procedure) => {
      const { known, outsiders } = await scene();
      for (const outsider of ['of another school', 'of the school, not in the room', 'removed'] as const) {
        await expectAbsent(stage(), outsiders[outsider] as TestPerson, procedure, known, 'classroomId');
      }
    });
  });

  describe('not yours: a message of another room', () => {
    const names = ['messageId', 'rootId', 'replyTo', 'threadRoot'] as const;
    const about = (field: string) => rows(({ schema }) => field in (shapeOf(schema) ?? {}));
    test.each(names.flatMap((field) => about(field).map(([path, procedure]) => [path, field, procedure] as const)))(
      '%s %s',
      async (_path, field, procedure) => {
        const { known } = await scene();
        const { room, ben, send } = stage();
        const { id: own } = await send(room, ben, 'mine');
        const mine = {
          ...known,
          roomId: room.id,
          messageId: own,
          rootId: own,
          clientId: newId(),
          [field]: known.messageId,
        };
        await expectAbsent(stage(), ben, procedure, mine, field);
      },
    );
  });
}

const rows = (which: (procedure: Procedure) => boolean): [string, Procedure][] =>
  PROCEDURES.filter(which).map((procedure) => [procedure.path, procedure]);

/** What plugins carry along differs from school to school; the fields do not. */
const shapeOf = (schema: Procedure['schema']) => schema(NO_PLUGINS)?.shape;

async function hide(stage: Stage): Promise<Hidden> {
  const { engine, biology, rivera, ben, moss, stone, head, send } = stage;
  const gone = await stage.person('oakwood', 'student', 'Finn');
  await engine.as(rivera).classrooms.enrol({ classroomId: biology.id, personId: gone.id, role: 'student' });
  const room = await stage.freshRoom();
  const { id: messageId } = await send(room, ben, 'a secret');
  await engine.as(rivera).participants.remove({ roomId: room.id, personId: gone.id });
  await engine.as(rivera).classrooms.unenrol({ classroomId: biology.id, personId: gone.id });
  return {
    known: {
      roomId: room.id,
      classroomId: biology.id,
      messageId,
      rootId: messageId,
      personId: ben.id,
      clientId: newId(),
    },
    outsiders: { [OUTSIDERS[0]]: moss, [OUTSIDERS[1]]: stone, [OUTSIDERS[2]]: head, [OUTSIDERS[3]]: gone },
  };
}

/** The answer about what is there, and the work it takes, must be those about what never was. */
async function expectAbsent(
  stage: Stage,
  person: TestPerson,
  procedure: Procedure,
  known: Known,
  field: string,
): Promise<void> {
  const absent = { ...known, [field]: newId() };
  await asked(stage, person, procedure, absent);
  const answers: Answer[] = [];
  const costs: (readonly string[])[] = [];
  for (const input of [known, absent]) {
    costs.push(await queriesOf(async () => void answers.push(await asked(stage, person, procedure, input))));
  }
  expect(answers[0]?.error).toBeDefined();
  expect(answers[0]).toEqual(answers[1]);
  expect(costs[0]?.length).toBe(costs[1]?.length);
}

function asked({ engine }: Stage, person: TestPerson, { path, schema }: Procedure, known: Known): Promise<Answer> {
  const shape = schema(engine.school('oakwood').plugins);
  if (!shape) throw new Error(`${path} takes no input`);
  return engine.ask(person, path, inputFor(shape, known));
}
