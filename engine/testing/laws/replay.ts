import { existsSync } from 'node:fs';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { installed } from '../../../plugins/index.ts';
import { inUnitOfWork } from '../../commands/unit-of-work.ts';
import { ENGINE_EVENTS, type EngineEventName } from '../../events/engine-events.ts';
import { readEvents } from '../../events/replay.ts';
import { pluginContext } from '../../plugin-host/contexts.ts';
import type { PluginContract } from '../../plugin-host/contract.ts';
import { routerKey } from '../../plugin-host/contract.ts';
import type { Said } from '../../plugin-host/define-plugin.ts';
import type { Reducers } from '../../plugin-host/reducers.ts';
import { applyEvent, type RoomState } from '../../rooms/apply-event.ts';
import type { MessageView, RoomEntry, RoomHistory, RoomPosting, RoomView } from '../../views.ts';
import { inputFor, proceduresOf } from '../procedures.ts';
import type { Stage } from '../stage.ts';
import type { TestPerson } from '../start-test-engine.ts';

/** A room with something in it, about which things happen. */
export interface Scene extends Stage {
  readonly room: RoomView;
  readonly mine: MessageView;
  readonly quoting: MessageView;
  readonly root: MessageView;
  readonly reply: MessageView;
}

type Cause = (scene: Scene) => Promise<unknown>;

const archive = ({ engine, rivera, room }: Scene, archived: boolean) =>
  engine.as(rivera).rooms.archive({ roomId: room.id, archived });
const changeEntry = ({ engine, rivera, room }: Scene, entry: RoomEntry) =>
  engine.as(rivera).rooms.changeEntry({ roomId: room.id, entry });
const changePosting = ({ engine, rivera, room }: Scene, posting: RoomPosting) =>
  engine.as(rivera).rooms.changePosting({ roomId: room.id, posting });
const changeHistory = ({ engine, rivera, room }: Scene, history: RoomHistory) =>
  engine.as(rivera).rooms.changeHistory({ roomId: room.id, history });
const leave: Cause = ({ engine, chidi, room }) => engine.as(chidi).participants.leave({ roomId: room.id });
const remove: Cause = ({ engine, rivera, dora, room }) =>
  engine.as(rivera).participants.remove({ roomId: room.id, personId: dora.id });

/** A plugin says something in the room, as it does in a job. */
export function pluginSays({ engine, room }: Pick<Scene, 'engine' | 'room'>, said: Said, plugin = installed[0]) {
  if (!plugin) throw new Error('no plugin is installed');
  const asked = { school: engine.school('oakwood'), person: null, plugin: plugin.contract.id as string };
  return inUnitOfWork(engine.engine, asked, (work) => pluginContext(work, plugin).say(room.id, said));
}

/** How each event of the engine comes about; the compiler asks for the one that is forgotten. */
const CAUSES: Readonly<Record<EngineEventName, readonly Cause[]>> = {
  'room.opened': [],
  'room.renamed': [({ engine, rivera, room }) => engine.as(rivera).rooms.rename({ roomId: room.id, title: 'Cells' })],
  'room.entryChanged': [(scene) => changeEntry(scene, 'on-request'), (scene) => changeEntry(scene, 'open')],
  'room.topicChanged': [
    ({ engine, rivera, room }) => engine.as(rivera).rooms.changeTopic({ roomId: room.id, topic: 'Chapter 4' }),
  ],
  'room.postingChanged': [
    (scene) => changePosting(scene, 'announcement'),
    (scene) => changePosting(scene, 'discussion'),
  ],
  'room.archived': [(scene) => archive(scene, true)],
  'room.unarchived': [(scene) => archive(scene, true), (scene) => archive(scene, false)],
  'room.deleted': [],
  'room.restored': [
    async ({ engine, rivera, head, room }) => {
      await engine.as(rivera).rooms.delete({ roomId: room.id });
      await engine.as(head).rooms.restore({ roomId: room.id });
    },
  ],
  'participant.left': [leave, remove],
  'participant.joined': [
    leave,
    remove,
    ({ engine, chidi, room }) => engine.as(chidi).rooms.join({ roomId: room.id }),
    ({ engine, rivera, dora, room }) => engine.as(rivera).participants.add({ roomId: room.id, personId: dora.id }),
  ],
  'participant.changed': [
    ({ engine, rivera, ben, room }) =>
      engine.as(rivera).participants.changeRole({ roomId: room.id, personId: ben.id, role: 'moderator' }),
  ],
  'message.sent': [
    ({ send, room, ben }) => send(room, ben, 'plain'),
    ({ send, room, ben, mine }) => send(room, ben, 'a quote', { replyTo: mine.id }),
    ({ send, room, ben, mine }) => send(room, ben, 'first of a thread', { threadRoot: mine.id }),
    ({ send, room, chidi, root, reply }) =>
      send(room, chidi, 'in a thread, with a quote', { threadRoot: root.id, replyTo: reply.id }),
    ({ send, room, ana, reply }) => send(room, ana, 'to a reply', { threadRoot: reply.id }),
    (scene) => pluginSays(scene, { key: 'line', line: 'The poll has ended' }),
    async (scene) => {
      const { send, room, ana } = scene;
      const { id } = await pluginSays(scene, { key: 'text', text: 'Who brings a lamp?' });
      await send(room, ana, 'I do', { replyTo: id });
      await send(room, ana, 'Or you', { threadRoot: id });
    },
  ],
  'message.edited': [
    ({ engine, ana, room, mine }) =>
      engine.as(ana).messages.edit({ roomId: room.id, messageId: mine.id, text: 'better' }),
    ({ engine, ben, room, reply }) =>
      engine.as(ben).messages.edit({ roomId: room.id, messageId: reply.id, text: 'in a thread' }),
  ],
  'message.deleted': [
    ({ engine, ben, room, reply }) => engine.as(ben).messages.delete({ roomId: room.id, messageId: reply.id }),
    ({ engine, rivera, room, root }) => engine.as(rivera).messages.delete({ roomId: room.id, messageId: root.id }),
    ({ engine, ana, room, mine }) => engine.as(ana).messages.delete({ roomId: room.id, messageId: mine.id }),
    async (scene) => {
      const { engine, send, room, ben, rivera } = scene;
      const { id: messageId } = await pluginSays(scene, { key: 'gone', text: 'Buy now' });
      await send(room, ben, 'No', { replyTo: messageId });
      await engine.as(rivera).messages.delete({ roomId: room.id, messageId });
    },
  ],
  'message.noteChanged': [
    ({ engine, chidi, room }) => engine.as(chidi).participants.leave({ roomId: room.id }),
    ({ engine, dora, room }) => engine.as(dora).participants.leave({ roomId: room.id }),
  ],
  // Last: what was said before is not quoted any more to whoever comes back after it.
  'room.historyChanged': [(scene) => changeHistory(scene, 'from-join'), (scene) => changeHistory(scene, 'all')],
};

/** Whatever happens in a room, who was there and applied it knows what somebody knows who opens the room afterwards. */
export function replayLaw(stage: () => Stage): void {
  describe('replay: a snapshot with its events applied is a fresh snapshot', () => {
    test.each(Object.keys(ENGINE_EVENTS).filter((event) => CAUSES[event as EngineEventName].length > 0))(
      '%s',
      async (event) => {
        const scene = await sceneOf(stage());
        const seen = new Set<string>();
        for (const cause of CAUSES[event as EngineEventName]) {
          for (const type of await holdTo(scene, cause)) seen.add(type);
        }
        expect([...seen]).toContain(event);
      },
    );

    test('the last host leaving', async () => {
      const scene = await sceneOf(stage());
      for (const cause of CAUSES['participant.changed']) await cause(scene);
      const heard = await holdTo(scene, ({ engine, rivera, room }) =>
        engine.as(rivera).participants.leave({ roomId: room.id }),
      );
      expect(heard).toEqual(['participant.left', 'participant.changed', 'message.sent']);
    });

    test('a membership that ends, and is taken back', async () => {
      const flora = await stage().person('oakwood', 'student', 'Flora Brief');
      const enrolling = { classroomId: stage().biology.id, personId: flora.id, role: 'student' } as const;
      await stage().engine.as(stage().rivera).classrooms.enrol(enrolling);
      const scene = await sceneOf(stage());
      const ended = ({ engine, head }: Scene) => engine.as(head).people.end({ personId: flora.id });
      const restored = ({ engine, head }: Scene) => engine.as(head).people.restore({ personId: flora.id });
      expect(await holdTo(scene, ended)).toEqual(['participant.left']);
      expect(await holdTo(scene, restored)).toEqual(['participant.joined']);
      await ended(scene);
    });

    test('a room applied from its first event on, with all that ever happens in it', async () => {
      const scene = await sceneOf(stage());
      for (const cause of new Set(Object.values(CAUSES).flat())) await cause(scene);
      await engineKnowsAll(scene);
    });

    test.each(recordedEventsOf())('every recorded event of the plugin %s', async (id, events) => {
      const kit = await kitOf(id);
      const scene = await (kit?.scene?.(stage()) ?? sceneOf(stage()));
      const seen = new Set<string>();
      for (const cause of kit?.causes ?? causesOf(scene, id))
        for (const type of await holdTo(scene, cause)) seen.add(type);
      const cure = `plugins/${id}/test-kit.ts should export causes: how each recorded event comes about`;
      expect([...seen].filter((type) => type.startsWith(`${id}.`)).sort(), cure).toEqual([...events].sort());
    });
  });
}

export async function sceneOf(stage: Stage): Promise<Scene> {
  const { send, ana, ben, chidi, rivera } = stage;
  const room = await stage.freshRoom();
  await send(room, rivera, 'Good morning');
  const mine = await send(room, ana, 'What is a cell?');
  const quoting = await send(room, chidi, 'Good question', { replyTo: mine.id });
  const root = await send(room, rivera, 'Ask about page 12 here');
  const reply = await send(room, ben, 'What is ATP?', { threadRoot: root.id });
  await send(room, ana, 'I know', { threadRoot: root.id });
  return { ...stage, room, mine, quoting, root, reply };
}

/** Lets something happen and holds what two readers make of its events against a fresh snapshot. Answers the events' types. */
async function holdTo(scene: Scene, cause: Cause): Promise<readonly string[]> {
  const { room, ana, ben } = scene;
  const readers = [ana, ben];
  const roots = [scene.mine.id, scene.root.id];
  const before = await Promise.all(readers.map((reader) => snapshot(scene, reader, roots)));
  await cause(scene);
  const after = await Promise.all(readers.map((reader) => snapshot(scene, reader, roots)));
  const events = await eventsOf(scene, before[0]?.head ?? 0, after[0]?.head ?? 0);
  const reducers = await installedReducers();
  for (const [place, state] of before.entries()) {
    expect(
      events.reduce((now, event) => applyEvent(now, event, reducers), state),
      room.id,
    ).toEqual(after[place]);
  }
  return events.map(({ event }) => event);
}

async function engineKnowsAll(scene: Scene): Promise<void> {
  const after = await snapshot(scene, scene.ana, []);
  const blank: RoomState = {
    me: scene.ana.id,
    room: { ...scene.room, title: '' },
    participants: {},
    messages: [],
    threads: {},
    roots: {},
    head: 0,
  };
  const events = await eventsOf(scene, 0, after.head);
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: after.head }, (_, place) => place + 1));
  expect(new Set(events.map(({ event }) => event))).toEqual(new Set(Object.keys(ENGINE_EVENTS)));
  const reducers = await installedReducers();
  expect(events.reduce((now, event) => applyEvent(now, event, reducers), blank)).toEqual(after);
}

/** What was announced live, which must be what history says, to the letter. */
async function eventsOf({ engine, room }: Scene, since: number, to: number) {
  const live = engine.heard(room.id).filter(({ seq }) => seq > since && seq <= to);
  const told = await readEvents(engine.database, engine.school('oakwood'), room.id, since, to);
  expect(told).toEqual(JSON.parse(JSON.stringify(scrubbed(live, told ?? []))));
  return live;
}

/** Words deleted or edited later are gone from history; what was said live cannot be taken back. */
const scrubbed = (live: readonly LiveEvent[], told: readonly { payload: unknown }[]) =>
  live.map((event, place) =>
    isTakenBack(event, live.slice(place + 1)) ? { ...event, payload: told[place]?.payload } : event,
  );

interface LiveEvent {
  readonly event: string;
  readonly payload: unknown;
}

const isTakenBack = ({ payload }: LiveEvent, later: readonly LiveEvent[]): boolean => {
  const { id, message } = (payload ?? {}) as { id?: string; message?: { id: string; quote?: { id: string } } };
  const words = [id, message?.id, message?.quote?.id];
  return later
    .filter(({ event }) => event === 'message.edited' || event === 'message.deleted')
    .some((event) => words.includes((event.payload as { id: string }).id));
};

/** What a reader's screen would know who opened the room now, with every thread of `roots` open. */
async function snapshot({ engine, room }: Scene, reader: TestPerson, roots: readonly string[]): Promise<RoomState> {
  const api = engine.as(reader);
  const roomId = room.id;
  const {
    role: _role,
    seen: _seen,
    unread: _unread,
    firstUnread: _first,
    threads: _threads,
    last: _last,
    ...view
  } = await api.rooms.details({ roomId });
  const { messages, head } = await api.messages.page({ roomId, limit: 100 });
  const threads = await Promise.all(roots.map((rootId) => api.messages.thread({ roomId, rootId })));
  const participants = await api.participants.list({ roomId });
  return {
    me: reader.id,
    room: view,
    participants: Object.fromEntries(participants.map((participant) => [participant.person.id, participant])),
    messages,
    threads: Object.fromEntries(threads.map(({ root, messages: replies }) => [root.id, replies])),
    roots: Object.fromEntries(threads.map(({ root }) => [root.id, root])),
    head,
  };
}

function recordedEventsOf(): [id: string, events: string[]][] {
  return installed.flatMap(({ contract }) => {
    const { id, events = {} } = contract as PluginContract;
    const recorded = Object.keys(events).filter((event) => events[event]?.recorded);
    return recorded.length > 0 ? [[id, recorded.map((event) => `${id}.${event}`)] as [string, string[]]] : [];
  });
}

export interface Kit {
  readonly causes?: readonly Cause[];
  /** How somebody comes to have rows of the plugin, where its causes leave none. */
  readonly personal?: readonly Cause[];
  /** Where they are caused, for events that no class room knows; its readers are Ana and Ben. */
  readonly scene?: (stage: Stage) => Promise<Scene>;
}

export async function kitOf(id: string): Promise<Kit | undefined> {
  const kit = new URL(`../../../plugins/${id}/test-kit.ts`, import.meta.url);
  return existsSync(kit) ? ((await import(kit.href)) as Kit) : undefined;
}

/** Everything of a plugin that changes a room, each asked twice. */
export function causesOf({ engine, root, room, ben, mine }: Scene, id: string): readonly Cause[] {
  const known = { roomId: room.id, messageId: mine.id, personId: ben.id, rootId: root.id, clientId: newId() };
  return proceduresOf(engine.router)
    .filter(({ path, type, inRoom }) => path.startsWith(`${routerKey(id)}.`) && type === 'mutation' && inRoom)
    .flatMap(({ path, schema }) => {
      const input = inputFor(schema(engine.school('oakwood').plugins) as NonNullable<ReturnType<typeof schema>>, known);
      return [scene(path, input, 'rivera'), scene(path, input, 'ben'), scene(path, input, 'rivera')];
    });
}

const scene =
  (path: string, input: object, who: 'rivera' | 'ben'): Cause =>
  (scene) =>
    scene.engine.ask(scene[who], path, input);

/** The reducers of `plugins/<id>/reduce.ts`: the browser's own, without the browser. */
export async function installedReducers(): Promise<Reducers> {
  const found: Record<string, Reducers[string]> = {};
  for (const { contract } of installed) {
    const file = new URL(`../../../plugins/${contract.id}/reduce.ts`, import.meta.url);
    if (existsSync(file)) found[contract.id] = ((await import(file.href)) as { reduce: Reducers[string] }).reduce;
  }
  return found;
}
