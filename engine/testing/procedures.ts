import type { AnyRouter } from '@trpc/server';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { COMMANDS } from '../commands/command-table.ts';
import type { CommandName } from '../commands/commands.ts';
import { SchoolPlugins } from '../schools/school-plugins.ts';

/** One procedure of the API, as the laws go through them. */
export interface Procedure {
  readonly path: string;
  readonly type: 'query' | 'mutation';
  /** What its input must fit; null when it takes none. */
  schema(plugins: SchoolPlugins): z.ZodObject | null;
  /** Whether it is about one room. */
  readonly inRoom: boolean;
}

/** The engine's procedures whose input a command parses. */
const COMMAND_OF: Readonly<Record<string, CommandName>> = {
  'session.rename': 'person.rename',
  'session.setAvatar': 'person.changePicture',
  'schools.configure': 'school.configure',
  'people.correctName': 'person.correctName',
  'people.grant': 'person.grant',
  'people.changeAddress': 'person.changeAddress',
  'people.changeRole': 'person.changeRole',
  'people.end': 'person.end',
  'people.restore': 'person.restore',
  'people.invite': 'person.invite',
  'people.inviteAgain': 'person.inviteAgain',
  'people.inviteMany': 'person.inviteMany',
  'people.addContact': 'contact.add',
  'people.removeContact': 'contact.remove',
  'classrooms.create': 'classroom.create',
  'classrooms.rename': 'classroom.rename',
  'classrooms.archive': 'classroom.archive',
  'classrooms.enrol': 'classroom.enrol',
  'classrooms.unenrol': 'classroom.unenrol',
  'classrooms.leave': 'classroom.leave',
  'classrooms.enrolMany': 'classroom.enrolMany',
  'classrooms.makeCode': 'classroom.makeCode',
  'classrooms.revokeCode': 'classroom.revokeCode',
  'classrooms.takeCards': 'classroom.takeCards',
  'classrooms.joinByCode': 'classroom.joinByCode',
  'rooms.join': 'participant.join',
  'rooms.enter': 'participant.enter',
  'rooms.rename': 'room.rename',
  'rooms.changeEntry': 'room.changeEntry',
  'rooms.changeTopic': 'room.changeTopic',
  'rooms.changePosting': 'room.changePosting',
  'rooms.changeHistory': 'room.changeHistory',
  'rooms.archive': 'room.archive',
  'rooms.delete': 'room.delete',
  'rooms.restore': 'room.restore',
  'rooms.see': 'room.see',
  'participants.add': 'participant.add',
  'participants.leave': 'participant.leave',
  'participants.remove': 'participant.remove',
  'participants.changeRole': 'participant.changeRole',
  'messages.send': 'message.send',
  'messages.edit': 'message.edit',
  'messages.delete': 'message.delete',
  'messages.seeThread': 'message.seeThread',
};

interface Built {
  readonly _def: { readonly type: 'query' | 'mutation'; readonly inputs: readonly unknown[] };
}

/** Every procedure of a router: what is mounted there is under the laws, whoever wrote it. */
export function proceduresOf(router: AnyRouter): readonly Procedure[] {
  return Object.entries(router._def.procedures as unknown as Record<string, Built>).map(([path, { _def }]) => ({
    path,
    type: _def.type,
    inRoom: 'roomId' in (schemaOf(path, _def.inputs)?.(NO_PLUGINS)?.shape ?? {}),
    schema: schemaOf(path, _def.inputs) ?? (() => null),
  }));
}

const NO_PLUGINS = new SchoolPlugins([], {});

function schemaOf(path: string, inputs: readonly unknown[]): ((plugins: SchoolPlugins) => z.ZodObject) | undefined {
  const own = inputs.filter((input) => input instanceof z.ZodObject).at(-1);
  if (own) return () => own as z.ZodObject;
  const name = COMMAND_OF[path];
  if (!name && inputs.length > 0) throw new Error(`Say in COMMAND_OF which command ${path} runs.`);
  if (!name) return undefined;
  const { draft } = COMMANDS[name];
  return (plugins) => (typeof draft === 'function' ? draft(plugins) : draft) as unknown as z.ZodObject;
}

/** Something for each kind of text there is: the first that fits is taken. */
const WORDS = [
  ...['Lesson 4', '👍', 'oakwood', 'ana@oakwood.example', 'a'.repeat(43)],
  ...['18:00-07:00', 'https://push.example/1', `B${'a'.repeat(86)}`, 'a'.repeat(22), 'A'.repeat(26)],
];

/**
 * An input that a procedure takes. What it is about comes from `known`, by the field's name; what may be left out is.
 * @throws Error naming the field for which nothing fits
 */
export function inputFor(schema: z.ZodObject, known: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [field, type] of Object.entries(schema.shape) as [string, z.ZodType][]) {
    if (field in known) input[field] = known[field];
    else if (!type.safeParse(undefined).success) input[field] = anythingFor(field, type);
  }
  return input;
}

function anythingFor(field: string, type: z.ZodType): unknown {
  const options = type instanceof z.ZodEnum ? type.options : [];
  const fitting = [...options, ...WORDS, newId(), 1, true, null, [], [newId()], {}].find(
    (value) => type.safeParse(value).success,
  );
  if (fitting === undefined) throw new Error(`Nothing that the laws know fits ${field}: add it to WORDS.`);
  return fitting;
}
