import type { Access } from '../commands/command.ts';
import type { CommandName, Draft, SaidMessage } from '../commands/commands.ts';
import { promise, record, tell, type UnitOfWork } from '../commands/unit-of-work.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Room } from '../rooms/room.ts';
import { inMyRooms } from '../rooms/rooms-of.ts';
import type { By } from '../views.ts';
import type { AnyGathering, AnyJob, AnyPlugin } from './any-plugin.ts';
import type { Schema } from './contract.ts';
import type { ActorContext, GuardContext, PluginContext, RoomContext, Said } from './define-plugin.ts';
import { processOf } from './start-plugins.ts';

/** A guard's verdict between allow and refuse. */
export class Hold extends Error {
  readonly asData: { readonly plugin: string; readonly queue: string; readonly reason: string };
  constructor(plugin: string, queue: string, reason: string) {
    super(`held for ${queue}`);
    this.asData = { plugin, queue, reason };
  }
}

/** What a plugin is given without an actor: in `after`, in jobs. */
export function pluginContext(work: UnitOfWork, plugin: AnyPlugin): PluginContext<any> {
  const { contract } = plugin;
  const by: By = work.asked.person ? { person: work.asked.person.id } : { plugin: contract.id };
  const { plugins, registration: _registration, epoch: _epoch, ...school } = work.asked.school;
  return {
    school,
    settings: plugins.settingsOf(contract) as never,
    deployment: work.engine.deployment,
    ...(processOf(work.engine, plugin) as Pick<PluginContext<any>, 'environment' | 'state'>),
    em: work.em,
    engine: {
      run: async (command: CommandName, draft: Draft<CommandName>) => work.engine.runWithin(work, command, draft),
    } as never,
    say: (room: Room | string, said: Said) => say(work, plugin, roomIdOf(room), said),
    refuse: (error: string, data = {}) => refuse(plugin, error, data),
    publish: (event: string, room: Room | string, payload: unknown, { anonymous = false } = {}) =>
      publish(work, plugin, anonymous ? { plugin: contract.id } : by, event, roomIdOf(room), payload),
    tell: (event: string, person: string, payload: unknown) =>
      tell(work, { person }, `${contract.id}.${event}`, payloadOf(plugin, event, payload, false)),
    enqueue: (job: AnyJob, payload: unknown, options = {}) => enqueue(work, plugin, job, payload, options.delayMs),
    gather: (gathering: AnyGathering, item: unknown) => void work.gathered.push({ plugin, gathering, item }),
    seesRoom: inMyRooms(plugins),
    roomTitle: plugins.roomTitle,
    signActing: (path: string, personId: string, seconds: number) =>
      work.engine.links.sign(path, { schoolId: school.id, personId }, seconds),
    notices: plugins.said,
    titles: plugins.titles,
  };
}

const roomIdOf = (room: Room | string): string => (typeof room === 'string' ? room : room.id);

/** Whichever command or job is under way, the plugin speaks in its own name. */
function say(
  work: UnitOfWork,
  { contract }: AnyPlugin,
  roomId: string,
  { key, text, line }: Said,
): Promise<SaidMessage> {
  const speaking = { ...work, asked: { ...work.asked, plugin: contract.id as string } };
  return work.engine.runWithin(speaking, 'message.say', { roomId, key, text, line });
}

/** What a plugin is given to decide about a draft: no way to change anything comes along. */
export function decidingContext(work: UnitOfWork, plugin: AnyPlugin, access: Access): GuardContext<any> {
  const {
    engine: _engine,
    say: _say,
    publish: _publish,
    tell: _tell,
    enqueue: _enqueue,
    gather: _gather,
    ...reading
  } = actorContext(work, plugin, access);
  return {
    ...reading,
    hold: (queue: string, reason: string) => {
      throw new Hold(plugin.contract.id, queue, reason);
    },
  };
}

/** What a plugin is given when somebody asked. */
export function actorContext(work: UnitOfWork, plugin: AnyPlugin, access: Access): ActorContext<any> {
  const { person, school } = work.asked;
  const { contract } = plugin;
  return {
    ...pluginContext(work, plugin),
    actor: person
      ? { id: person.id, name: person.name, schoolRole: person.role }
      : { id: `plugin:${work.asked.plugin}`, name: work.asked.plugin ?? '', schoolRole: 'admin' },
    room: access.room,
    participant: access.participant,
    connection: work.asked.connection,
    session: work.asked.session,
    can: (permission: string) => school.plugins.holds(contract, permission, access.participant?.role),
    signLink: (path: string, seconds: number) => signLink(work, path, seconds),
  };
}

/** It ends with the session it was asked for by. @throws Error where there is none: such an address would also act */
function signLink({ asked: { person, school, session }, engine }: UnitOfWork, path: string, seconds: number): string {
  if (!person || !session) throw new Error('a link to read by is signed for a session, and nobody asked by one');
  return engine.links.sign(path, { schoolId: school.id, personId: person.id, session }, seconds);
}

/** The same in a room the actor is in. */
export function roomContext(
  work: UnitOfWork,
  plugin: AnyPlugin,
  access: Required<Pick<Access, 'room' | 'participant'>>,
): RoomContext<any> {
  return actorContext(work, plugin, access) as RoomContext<any>;
}

export function refuse({ contract }: AnyPlugin, error: string, data: Readonly<Record<string, unknown>>): never {
  const { fault, message } = contract.errors[error];
  throw new DomainError(`${contract.id}.${error}`, fault, saidOf(message, data), data);
}

/** A sentence with the values it names: `{most}` stands for `data.most`. */
const saidOf = (message: string, data: Readonly<Record<string, unknown>>): string =>
  message.replace(/\{(\w+)\}/g, (whole, name: string) => (name in data ? String(data[name]) : whole));

function publish(work: UnitOfWork, plugin: AnyPlugin, by: By, event: string, room: string, payload: unknown): void {
  const type = `${plugin.contract.id}.${event}`;
  if (plugin.contract.events[event].recorded) record(work, room, type, payloadOf(plugin, event, payload, true), { by });
  else tell(work, { room }, type, payloadOf(plugin, event, payload, false), by);
}

/** A payload that does not fit its own contract is the plugin's bug and ends its unit of work. */
function payloadOf(
  { contract }: AnyPlugin,
  event: string,
  payload: unknown,
  recorded: boolean,
): Record<string, unknown> {
  const shape = contract.events[event];
  if (shape.recorded !== recorded)
    throw new Error(`plugin ${contract.id}: event "${event}" is recorded and has a room`);
  return shape.payload.parse(payload) as Record<string, unknown>;
}

function enqueue(work: UnitOfWork, { contract }: AnyPlugin, job: AnyJob, payload: unknown, delayMs?: number): void {
  promise(work, {
    kind: `${contract.id}.${job.name}`,
    payload: (job.payload as Schema).parse(payload),
    byPlugin: contract.id,
    dueAt: delayMs ? new Date(Date.now() + delayMs) : null,
  });
}
