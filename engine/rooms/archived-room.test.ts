import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { appRouter } from '../../plugins/index.ts';
import type { Command } from '../commands/command.ts';
import { COMMANDS } from '../commands/command-table.ts';
import type { CommandName } from '../commands/commands.ts';
import { parseDraft, runWithin } from '../commands/run-command.ts';
import { inUnitOfWork } from '../commands/unit-of-work.ts';
import { DomainError } from '../errors/domain-error.ts';
import { pluginContract } from '../plugin-host/contract.ts';
import { definePlugin } from '../plugin-host/define-plugin.ts';
import { IN_ROOM, type Scene } from '../testing/laws/who-may.ts';
import { inputFor, proceduresOf } from '../testing/procedures.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

/** Runs while somebody comes into a room: they are stored as being in it, and have no number yet. */
let meanwhile: () => Promise<unknown> = async () => undefined;
const hook = {
  deadline: 10_000,
  run: async () => {
    const once = meanwhile;
    meanwhile = async () => undefined;
    await once();
  },
};
const contract = pluginContract({ id: 'beside', summary: 'Stands beside.', settings: z.strictObject({}) });
const beside = definePlugin(contract, {
  within: { 'participant.add': hook, 'participant.join': hook, 'classroom.enrol': hook },
});
const stage = useStage({ plugins: [beside] });

/** What is carried out in an archived room: it is read, left, brought back or deleted. The others are refused. */
const ALLOWED = [
  'message.seeThread',
  'participant.enter',
  'participant.leave',
  'room.archive',
  'room.delete',
  'room.restore',
  'room.see',
];
/** Of a plugin's rooms, which are never archived themselves. */
const OF_PLUGINS = ['participant.admit', 'participant.dismiss'];
/** Of one person alone: what they were told of, and how. */
const PERSONAL = ['notifications.choose', 'notifications.look', 'notifications.readOpened'];

const takesRoom = (name: CommandName): boolean => {
  const { draft } = COMMANDS[name];
  const schema = typeof draft === 'function' ? draft(stage().engine.school('oakwood').plugins) : draft;
  return 'roomId' in ((schema as unknown as z.ZodObject).shape ?? {});
};

/** A room of Ms Rivera's in which she has said something, as have others; Dora was removed, Chidi is elsewhere. */
async function scene(): Promise<Scene & { readonly elsewhere: TestPerson }> {
  const { engine, rivera, ben, ana, chidi, dora, biology, send } = stage();
  const { id: roomId } = await engine.as(rivera).rooms.open({ classroomId: biology.id, title: 'Lab' });
  for (const { id: personId } of [ana, ben, dora]) await engine.as(rivera).participants.add({ roomId, personId });
  const [mine, other] = [await send({ id: roomId }, rivera, 'mine'), await send({ id: roomId }, ben, 'other')];
  await engine.as(rivera).participants.remove({ roomId, personId: dora.id });
  const said = { host: mine.id, moderator: mine.id, member: mine.id, observer: mine.id, other: other.id };
  return { roomId, said, other: ben.id, newcomer: dora.id, elsewhere: chidi };
}

const archive = (roomId: string, archived = true, who = stage().rivera) =>
  stage().engine.as(who).rooms.archive({ roomId, archived });

const UNDO = new Error('nothing of this is to stay');

/** What becomes of a command, without letting it stay; null: a plugin asks. */
function verdictOf(person: TestPerson | null, name: CommandName, input: object): Promise<string> {
  const school = stage().engine.school('oakwood');
  const draft = parseDraft(COMMANDS[name] as Command<CommandName>, input, school.plugins);
  const asker = { school, person, ...(person === null && { plugin: 'beside' }) };
  const asked = inUnitOfWork(stage().engine.engine, asker, async (work) => {
    await runWithin(work, name, draft);
    throw UNDO;
  });
  return asked.then(
    () => 'done',
    (error: { code?: string }) => (error === UNDO ? 'done' : (error.code ?? String(error))),
  );
}

describe('an archived room', () => {
  test('refuses every command about it, to whoever may give it otherwise, and allows what changes nothing there', async () => {
    const made = await scene();
    const drafts = Object.values(IN_ROOM).map(({ name, draft }) => ({ name, input: draft(made, 'host') }));
    const all = [
      ...drafts,
      { name: 'participant.join' as const, input: { roomId: made.roomId } },
      { name: 'participant.enter' as const, input: { roomId: made.roomId } },
    ].filter(({ name, input }) => !OF_PLUGINS.includes(name) && !isOthers(made, name, input));
    const askers: Partial<Record<CommandName, TestPerson | null>> = {
      'message.say': null,
      'participant.join': made.elsewhere,
      'participant.enter': stage().head,
    };
    const asker = (name: CommandName) => (askers[name] === undefined ? stage().rivera : askers[name]);
    expect(new Set([...all.map(({ name }) => name), ...OF_PLUGINS, 'room.restore'])).toEqual(
      new Set((Object.keys(COMMANDS) as CommandName[]).filter(takesRoom)),
    );
    for (const { name, input } of all)
      expect(`${name} ${await verdictOf(asker(name), name, input)}`).toBe(`${name} done`);
    await archive(made.roomId);
    for (const { name, input } of all) {
      const verdict = ALLOWED.includes(name) ? 'done' : 'rooms.archived';
      expect(`${name} ${await verdictOf(asker(name), name, input)}`).toBe(`${name} ${verdict}`);
    }
  });

  test('refuses every procedure that changes something in it', async () => {
    const { engine, rivera, ben, ana } = stage();
    const made = await scene();
    await archive(made.roomId);
    const known = { roomId: made.roomId, messageId: made.said.host, rootId: made.said.host, personId: ana.id };
    const names = proceduresOf(appRouter).filter(
      ({ type, inRoom, path }) => type === 'mutation' && inRoom && !ALLOWED.includes(commandLike(path)),
    );
    for (const { path, schema } of names) {
      const shape = schema(engine.school('oakwood').plugins);
      const before = await engine.rows('select head from room where id = $1', [made.roomId]);
      for (const person of [rivera, ben]) {
        const { error } = await engine.ask(person, path, shape ? inputFor(shape, known) : undefined);
        if (PERSONAL.includes(path)) continue;
        expect(error?.data.error, path).toBeDefined();
      }
      expect(await engine.rows('select head from room where id = $1', [made.roomId]), path).toEqual(before);
    }
  });

  test('lets nobody in who was coming while it was being archived; a class takes them in without it', async () => {
    const { engine, rivera, ben, dora, chidi, texts } = stage();
    const late = await stage().person('oakwood', 'student', 'Late');
    const { roomId, elsewhere } = await scene();
    const everyones = await stage().freshRoom();
    // Somebody else than who brings people in: each person's transactions are few at a time.
    for (const id of [roomId, everyones.id])
      await engine.as(rivera).participants.changeRole({ roomId: id, personId: ben.id, role: 'host' });
    for (const [id, come, refusal] of [
      [roomId, () => engine.as(rivera).participants.add({ roomId, personId: dora.id }), 'rooms.archived'],
      [roomId, () => engine.as(elsewhere).rooms.join({ roomId }), 'rooms.archived'],
      [everyones.id, () => enrol(everyones.classroomId, late), 'nothing'],
    ] as const) {
      await archive(id, false);
      meanwhile = () => archive(id, true, ben);
      expect(await refusalOf(come().then(() => Promise.reject(nothing)))).toBe(refusal);
      expect((await texts({ id }, rivera)).at(-1)).toBe('(archived)');
    }
    const inside = await engine.as(rivera).participants.list({ roomId });
    expect(inside.filter(({ leftAt }) => leftAt === null).map(({ person }) => person.id)).not.toContain(chidi.id);
    expect((await engine.as(late).classrooms.list()).map(({ id }) => id)).toContain(everyones.classroomId);
    expect((await engine.as(late).rooms.list()).map(({ id }) => id)).not.toContain(everyones.id);
  });
});

const nothing = new DomainError('nothing', 'conflict', 'It was not refused.');
const enrol = (classroomId: string, { id: personId }: TestPerson) =>
  stage().engine.as(stage().rivera).classrooms.enrol({ classroomId, personId, role: 'student' });

/** Drafts about what another said: refused to its host by other rules. */
const isOthers = ({ said }: Scene, name: CommandName, input: object): boolean =>
  name === 'message.edit' && (input as { messageId: string }).messageId === said.other;

/** `rooms.see` is `room.see`. */
const commandLike = (path: string): string =>
  path.replace(/^(room|participant|message)s\./, '$1.').replace('room.join', 'participant.join');
