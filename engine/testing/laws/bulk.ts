import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { routerKey } from '../../plugin-host/contract.ts';
import { queriesOf } from '../count-queries.ts';
import { inputFor, proceduresOf } from '../procedures.ts';
import type { Stage } from '../stage.ts';
import type { Caller } from '../start-test-engine.ts';

const MANY = 50;

/** A page costs the same number of statements whatever is on it: neither the engine nor a plugin asks once a message. */
export function bulkLaw(stage: () => Stage): void {
  describe('bulk: one costs as many statements as fifty', () => {
    test('messages on a page, each with a quote, a thread and something of every plugin', async () => {
      const few = await roomWith(stage(), 1);
      const many = await roomWith(stage(), MANY);
      const page = (room: { id: string }) => (api: Caller) => api.messages.page({ roomId: room.id, limit: 100 });
      await expectSameCost(stage(), page(few.room), page(many.room));
    });

    test('replies of a thread', async () => {
      const few = await roomWith(stage(), 1, 'in a thread');
      const many = await roomWith(stage(), MANY, 'in a thread');
      const thread =
        ({ room, root }: Filled) =>
        (api: Caller) =>
          api.messages.thread({ roomId: room.id, rootId: root });
      await expectSameCost(stage(), thread(few), thread(many));
    });

    test('all that can be asked about a room by its id alone, of one person and of thirty', async () => {
      const { room: few } = await roomWith(stage(), 1);
      const { room: many } = await roomWith(stage(), MANY);
      await addPeople(stage(), many.id, 30);
      for (const { path, type, schema } of proceduresOf(stage().engine.router)) {
        const shape = schema(stage().engine.school('oakwood').plugins);
        const { roomId, ...more } = shape ? inputFor(shape, { roomId: few.id }) : {};
        if (type !== 'query' || !roomId || Object.keys(more).length > 0) continue;
        const ask = (id: string) => queriesOf(() => stage().engine.ask(stage().ana, path, { roomId: id }));
        await ask(few.id);
        expect((await ask(many.id)).length, path).toBe((await ask(few.id)).length);
      }
    });

    test('lists of rooms, classes and people', async () => {
      const { biology, room, engine, rivera } = stage();
      const costs = async (): Promise<Record<string, number>> => {
        const found: Record<string, number> = {};
        for (const [path, read] of Object.entries(LISTS)) {
          found[path] = (await queriesOf(() => read(engine.as(rivera), room.id, biology.id))).length;
        }
        return found;
      };
      await costs();
      const before = await costs();
      await grow(stage());
      expect(await costs()).toEqual(before);
    });
  });
}

const LISTS: Readonly<Record<string, (api: Caller, roomId: string, classroomId: string) => Promise<unknown>>> = {
  'rooms.list': (api) => api.rooms.list(),
  'rooms.browse': (api) => api.rooms.browse(),
  'rooms.details': (api, roomId) => api.rooms.details({ roomId }),
  'participants.list': (api, roomId) => api.participants.list({ roomId }),
  'classrooms.list': (api) => api.classrooms.list(),
  'classrooms.roster': (api, _room, classroomId) => api.classrooms.roster({ classroomId }),
  'people.search': (api) => api.people.search({ query: 'a' }),
};

interface Filled {
  readonly room: { readonly id: string };
  readonly root: string;
}

async function roomWith(stage: Stage, count: number, where?: 'in a thread'): Promise<Filled> {
  const { ana, ben, send, freshRoom } = stage;
  const room = await freshRoom();
  const root = await send(room, ana, 'the first');
  const more = where ? { threadRoot: root.id } : { replyTo: root.id };
  const messages = await Promise.all(Array.from({ length: count }, (_, n) => send(room, ben, `number ${n}`, more)));
  if (!where) await Promise.all(messages.map(({ id }) => send(room, ana, 'a reply', { threadRoot: id })));
  await Promise.all(messages.map(({ id }) => pluginsAct(stage, room.id, id)));
  return { room, root: root.id };
}

/** Everything that plugins let somebody do to a message, once. */
async function pluginsAct({ engine, ben }: Stage, roomId: string, messageId: string): Promise<void> {
  const { plugins } = engine.school('oakwood');
  const keys = [...plugins].map(({ contract }) => `${routerKey(contract.id)}.`);
  for (const { path, type, schema } of proceduresOf(engine.router)) {
    const shape = schema(plugins);
    if (type !== 'mutation' || !keys.some((key) => path.startsWith(key)) || !shape || !('messageId' in shape.shape))
      continue;
    if (!/remove|un[a-z]+$/i.test(path))
      await engine.ask(ben, path, inputFor(shape, { roomId, messageId, clientId: newId() }));
  }
}

/** Newcomers with a place in a room, and nothing else. */
async function addPeople({ engine, ana }: Stage, roomId: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const id = newId();
    await engine.rows(
      `with added as (
         insert into person (id, school_id, account_id, email, name, role, created_at)
         values ($1::uuid, $2, $1::text, $1::text || '@oakwood.example', 'Amy', 'student', now()) returning id)
       insert into participant (room_id, person_id, school_id, role, joined_at, seen, visible_from)
       select $3, id, $2, 'member', now(), 0, 0 from added`,
      [id, ana.schoolId, roomId],
    );
  }
}

async function expectSameCost(
  { engine, ana }: Stage,
  few: (api: Caller) => Promise<unknown>,
  many: (api: Caller) => Promise<unknown>,
) {
  await few(engine.as(ana));
  const cheap = await queriesOf(() => few(engine.as(ana)));
  const dear = await queriesOf(() => many(engine.as(ana)));
  expect(dear).toHaveLength(cheap.length);
}

/** More rooms, people, classes and messages than before. */
async function grow(stage: Stage): Promise<void> {
  const { engine, rivera, biology, room, ben, send } = stage;
  for (let n = 0; n < 3; n += 1) {
    const { id: personId } = await stage.person('oakwood', 'student', `Amy ${newId()}`);
    await engine.as(rivera).classrooms.create({ title: 'Another' });
    await engine.as(rivera).classrooms.enrol({ classroomId: biology.id, personId, role: 'student' });
    await engine.as(rivera).participants.add({ roomId: room.id, personId });
    await send(await stage.freshRoom({ everyone: false }), rivera, 'hello');
    await send(room, ben, 'unread');
  }
}
