import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();

type Step =
  | { readonly act: 'send' | 'reply' | 'see' | 'join' | 'leave'; readonly who: number }
  | { readonly act: 'delete'; readonly who: number; readonly which: number };

const who = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constantFrom('send' as const, 'reply' as const, 'see' as const), who }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('join' as const, 'leave' as const), who }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('delete' as const), who, which: fc.nat(20) }) },
);

interface Said {
  readonly id: string;
  readonly seq: number;
  readonly author: string;
  readonly inThread: boolean;
  deleted: boolean;
}

/** What unread should be, from all that happened and nothing that the engine says of it. */
class Model {
  readonly said: Said[] = [];
  readonly inside = new Set<string>();
  readonly seen = new Map<string, number>();

  unread(person: string): number {
    const from = this.seen.get(person) ?? 0;
    return this.said.filter(
      ({ seq, author, inThread, deleted }) => seq > from && author !== person && !inThread && !deleted,
    ).length;
  }
}

async function take(step: Step, roomId: string, people: readonly TestPerson[], model: Model): Promise<void> {
  const { engine, send } = stage();
  const person = people[step.who] as TestPerson;
  const api = engine.as(person);
  const head = () => engine.heard(roomId).at(-1)?.seq ?? 0;
  if (step.act === 'join') {
    if (model.inside.has(person.id)) return;
    const before = head();
    await api.rooms.join({ roomId });
    model.inside.add(person.id);
    model.seen.set(person.id, before + 1);
  }
  if (!model.inside.has(person.id)) return;
  if (step.act === 'leave') {
    await api.participants.leave({ roomId });
    model.inside.delete(person.id);
  } else if (step.act === 'see') {
    const seq = head();
    await api.rooms.see({ roomId, seq });
    model.seen.set(person.id, seq);
  } else if (step.act === 'send' || step.act === 'reply') {
    const root = model.said.find(({ inThread, deleted }) => !inThread && !deleted);
    const inThread = step.act === 'reply' && root !== undefined;
    const { id, seq } = await send({ id: roomId }, person, 'hi', inThread ? { threadRoot: root.id } : {});
    model.said.push({ id, seq, author: person.id, inThread, deleted: false });
  } else if (step.act === 'delete') {
    const own = model.said.filter(({ author, deleted }) => author === person.id && !deleted);
    const message = own[step.which % Math.max(1, own.length)];
    if (!message) return;
    await api.messages.delete({ roomId, messageId: message.id });
    message.deleted = true;
  }
}

test('whatever three people do, each one’s unread count is what a count from scratch says', async () => {
  const { engine, ana, ben, chidi, freshRoom } = stage();
  const people = [ana, ben, chidi];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 16 }), async (steps) => {
      const room = await freshRoom({ everyone: false });
      const model = new Model();
      const opening: Step[] = people.map((_, place) => ({ act: 'join', who: place }));
      for (const step of [...opening, ...steps]) await take(step, room.id, people, model);
      for (const { id } of people) {
        const person = people.find((other) => other.id === id) as TestPerson;
        const listed = (await engine.as(person).rooms.list()).find((mine) => mine.id === room.id);
        expect(listed?.unread).toBe(model.inside.has(id) ? model.unread(id) : undefined);
        expect(listed?.seen).toBe(model.inside.has(id) ? model.seen.get(id) : undefined);
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
});
