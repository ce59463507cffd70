import { describe, expect, test } from 'vitest';
import type { Command } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/command-table.ts';
import type { CommandName } from '../../commands/commands.ts';
import { parseDraft, runCommand, runWithin } from '../../commands/run-command.ts';
import { inUnitOfWork } from '../../commands/unit-of-work.ts';
import { DomainError } from '../../errors/domain-error.ts';
import type { Stage } from '../stage.ts';
import type { TestPerson } from '../start-test-engine.ts';
import { IN_ROOM, IN_SCHOOL, type InRoom, ROLES, type Role, type Scene, STATES, type State } from './who-may.ts';

/** Every command × every role × every state of a room, against the tables above. */
export function rolesLaw(stage: () => Stage): void {
  test('roles: every command stands in one of the tables', () => {
    const listed = [...Object.values(IN_ROOM), ...Object.values(IN_SCHOOL)].map(({ name }) => name);
    expect([...new Set(listed)].sort()).toEqual(Object.keys(COMMANDS).sort());
  });

  describe.each(STATES)('roles: in a room (%s)', (state) => {
    let made: Promise<Scene> | undefined;
    test.each(Object.entries(IN_ROOM))('who %s', async (_what, { draft, ...rule }) => {
      made ??= roomIn(stage(), state);
      const scene = await made;
      const people = castOf(stage());
      for (const role of ROLES) {
        const verdict = await verdictOf(stage(), people[role], rule.name, draft(scene, role));
        expect(`${role} ${verdict}`).toBe(`${role} ${expected(role, state, rule)}`);
      }
    });
  });

  describe('roles: in a school', () => {
    let made: Promise<Scene> | undefined;
    test.each(Object.entries(IN_SCHOOL))('who %s', async (_what, { name, draft, may, missing = '', conflict = '' }) => {
      made ??= roomIn(stage(), 'discussion');
      const scene = await made;
      for (const [letter, person] of Object.entries(await askersOf(stage()))) {
        const verdict = await verdictOf(stage(), person, name, draft(stage(), scene));
        const refusal = missing.includes(letter) ? 'missing' : conflict.includes(letter) ? 'conflict' : 'forbidden';
        expect(`${letter} ${verdict}`).toBe(`${letter} ${may.includes(letter) ? 'done' : refusal}`);
      }
    });
  });

  test('roles: a send on its fast way is judged as one in a transaction', async () => {
    for (const state of STATES) {
      const scene = await roomIn(stage(), state);
      const { draft, ...rule } = IN_ROOM['sends a message'] as InRoom;
      for (const role of ROLES) {
        const asked = { school: stage().engine.school('oakwood'), person: castOf(stage())[role] };
        const sending = runCommand(stage().engine.engine, asked, 'message.send', draft(scene, role));
        expect(`${state} ${role} ${await faultOf(sending)}`).toBe(`${state} ${role} ${expected(role, state, rule)}`);
      }
    }
  });
}

const LETTER: Readonly<Record<Role, string>> = { host: 'h', moderator: 'm', member: 'p', observer: 'o' };

function expected(role: Role, state: State, { may, announcing, conflict }: Omit<InRoom, 'draft'>): string {
  if (state === 'deleted') return 'missing';
  if (state === 'archived' && conflict?.includes(LETTER[role])) return 'conflict';
  const allowed = state === 'announcement' ? (announcing ?? may) : may;
  return allowed.includes(LETTER[role]) ? 'done' : 'forbidden';
}

const castOf = ({ rivera, ben, ana, lopez }: Stage): Record<Role, TestPerson> => ({
  host: rivera,
  moderator: ben,
  member: ana,
  observer: lopez,
});

async function roomIn(stage: Stage, state: State): Promise<Scene> {
  const { engine, rivera, ben, ana, lopez, chidi, dora, send } = stage;
  const room = await stage.freshRoom({ posting: state === 'announcement' ? 'announcement' : 'discussion' });
  const roomId = room.id;
  const api = engine.as(rivera).participants;
  const everybody = { host: rivera, moderator: ben, member: ana, observer: lopez, other: chidi };
  for (const { id: personId } of [ben, ana, lopez, chidi])
    await api.changeRole({ roomId, personId, role: 'moderator' });
  const said: Record<string, string> = {};
  for (const [role, person] of Object.entries(everybody)) said[role] = (await send(room, person, `as ${role}`)).id;
  await api.changeRole({ roomId, personId: ana.id, role: 'member' });
  await api.changeRole({ roomId, personId: chidi.id, role: 'member' });
  await api.changeRole({ roomId, personId: lopez.id, role: 'observer' });
  await api.remove({ roomId, personId: dora.id });
  if (state === 'archived') await engine.as(rivera).rooms.archive({ roomId, archived: true });
  if (state === 'deleted') await engine.as(rivera).rooms.delete({ roomId });
  return { roomId, said: said as Scene['said'], other: chidi.id, newcomer: dora.id };
}

let helpers: { assistant: TestPerson } | undefined;

async function askersOf(stage: Stage): Promise<Readonly<Record<string, TestPerson>>> {
  const { engine, head, rivera, ana, lopez, stone, biology } = stage;
  if (!helpers) {
    const assistant = await stage.person('oakwood', 'assistant', 'Mr Hall');
    await engine.as(rivera).classrooms.enrol({ classroomId: biology.id, personId: assistant.id, role: 'assistant' });
    helpers = { assistant };
  }
  return { A: head, t: rivera, a: helpers.assistant, s: ana, g: lopez, T: stone };
}

const UNDO = new Error('nothing of this is to stay');

/** What becomes of a command, without letting it stay: `done`, or the fault of the refusal. */
function verdictOf({ engine }: Stage, person: TestPerson, name: CommandName, input: object): Promise<string> {
  const school = engine.school('oakwood');
  const draft = parseDraft(COMMANDS[name] as Command<CommandName>, input, school.plugins);
  return faultOf(
    inUnitOfWork(engine.engine, { school, person }, async (work) => {
      await runWithin(work, name, draft);
      throw UNDO;
    }),
  );
}

const faultOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: unknown) => {
      if (error === UNDO) return 'done';
      if (error instanceof DomainError) return error.fault;
      throw error;
    },
  );
