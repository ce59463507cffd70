import { v7 as newId } from 'uuid';
import type { Scene } from '../../engine/testing/laws/replay.ts';
import type { Stage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import { DIRECTIONS, type Mode, type Rules } from './contract.ts';

/** The same mode in every direction, but where it is said otherwise. */
export const everywhere = (mode: Mode, but: Partial<Rules> = {}): Rules =>
  ({ ...Object.fromEntries(DIRECTIONS.map((name) => [name, mode])), ...but }) as Rules;

/** What a test asks of a stage whose school lets people write to each other. */
export function privately(stage: () => Stage) {
  const api = (who: TestPerson) => stage().engine.as(who);
  return {
    api,
    /** Saves the school's file with these rules. */
    rule: (rules: Rules | true = everywhere('on')) =>
      stage().engine.usePlugins('oakwood', { reactions: true, 'private-threads': rules }),
    start: (from: TestPerson, to: { id: string }, more: { roomId?: string; replyTo?: string } = {}) =>
      api(from)
        .privateThreads.start({ roomId: stage().room.id, personId: to.id, ...more })
        .then(({ roomId }) => ({ id: roomId })),
    send: (
      room: { id: string },
      from: TestPerson,
      text: string,
      more: { replyTo?: string; threadRoot?: string } = {},
    ) =>
      api(from)
        .messages.send({ roomId: room.id, clientId: newId(), text, ...more })
        .then(({ message }) => message),
    details: (room: { id: string }, who: TestPerson) => api(who).privateThreads.details({ roomId: room.id }),
    rooms: async (who: TestPerson) => (await api(who).rooms.list()).map(({ id }) => id),
    /** How often somebody's devices were told to read again. */
    told: (who: TestPerson) =>
      stage().engine.news.filter(
        (news) => news.kind === 'passing' && news.person === who.id && news.frame.event === 'private-threads.changed',
      ).length,
    /** Lets somebody look after pupils' safety. */
    grant: (who: TestPerson, held = true) =>
      api(stage().head).people.grant({ personId: who.id, grant: 'safeguarding', held }),
  };
}

/** Ana and Ben alone, supervised, as the replay law wants a room. */
export async function scene(stage: Stage): Promise<Scene> {
  const { rule, start, send } = privately(() => stage);
  const { plugins } = stage.engine.school('oakwood');
  const all = Object.fromEntries([...plugins].map(({ contract }) => [contract.id as string, true]));
  await rule();
  await stage.engine.usePlugins('oakwood', { ...all, 'private-threads': everywhere('supervised') });
  const { id: roomId } = await start(stage.ana, stage.ben, { roomId: (await stage.freshRoom()).id });
  const {
    role: _role,
    seen: _seen,
    unread: _unread,
    threads: _threads,
    last: _last,
    ...room
  } = await stage.engine.as(stage.ana).rooms.details({ roomId });
  const mine = await send(room, stage.ana, 'What is a cell?');
  const quoting = await send(room, stage.ben, 'Good question', { replyTo: mine.id });
  const root = await send(room, stage.ben, 'Ask here');
  const reply = await send(room, stage.ana, 'I know', { threadRoot: root.id });
  return { ...stage, room, mine, quoting, root, reply };
}

/** How its recorded event comes about: by every message, with a quote and in a thread too. */
export const causes: readonly ((scene: Scene) => Promise<unknown>)[] = [
  ({ send, room, ben }) => send(room, ben, 'plain'),
  ({ send, room, ben, mine }) => send(room, ben, 'a quote', { replyTo: mine.id }),
  ({ send, room, ana, root }) => send(room, ana, 'in a thread', { threadRoot: root.id }),
  ({ engine, ana, room, mine }) =>
    engine.as(ana).messages.edit({ roomId: room.id, messageId: mine.id, text: 'better' }),
  ({ engine, ana, room, mine }) => engine.as(ana).messages.delete({ roomId: room.id, messageId: mine.id }),
];
