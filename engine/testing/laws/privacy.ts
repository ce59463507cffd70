import { describe, expect, test } from 'vitest';
import { installed } from '../../../plugins/index.ts';
import { inUnitOfWork } from '../../commands/unit-of-work.ts';
import type { Person } from '../../people/person.ts';
import type { AnyPlugin } from '../../plugin-host/any-plugin.ts';
import { type HeldRow, privacyOf } from '../../plugin-host/privacy.ts';
import type { Stage } from '../stage.ts';
import type { TestPerson } from '../start-test-engine.ts';
import { causesOf, kitOf, sceneOf } from './replay.ts';

/** What a plugin holds of a person can be had, and goes: also while the plugin is off. */
export function privacyLaw(stage: () => Stage): void {
  describe('privacy: export, erase, and there is nothing left to export', () => {
    test.each(installed.filter(hasPrivacy).map(({ contract }) => [contract.id as string]))('%s', async (id) => {
      await fill(stage(), id);
      const people = peopleOf(stage());
      const before = await rowsOf(stage(), people, id);
      const cure = `plugins/${id}/test-kit.ts should export causes, or personal: how somebody comes to have rows`;
      expect(before.length, cure).toBeGreaterThan(0);
      await stage().engine.usePlugins('oakwood', {});
      expect(await rowsOf(stage(), people, id)).toEqual(before);
      await within(stage(), async (privacy) => {
        for (const person of people) await privacy.erase(person as unknown as Person);
      });
      expect(await rowsOf(stage(), people, id)).toEqual([]);
    });
  });
}

const hasPrivacy = ({ parts }: AnyPlugin): boolean => parts.privacy !== undefined;

const peopleOf = ({ rivera, ana, ben, chidi, dora, head }: Stage): readonly TestPerson[] => [
  ...[rivera, ana, ben, chidi, dora, head],
];

async function fill(stage: Stage, id: string): Promise<void> {
  await stage.engine.usePlugins('oakwood', Object.fromEntries(installed.map(({ contract }) => [contract.id, true])));
  const kit = await kitOf(id);
  const scene = await (kit?.scene?.(stage) ?? sceneOf(stage));
  for (const cause of [...(kit?.causes ?? causesOf(scene, id)), ...(kit?.personal ?? [])]) await cause(scene);
  await stage.engine.settled();
}

async function rowsOf(stage: Stage, people: readonly TestPerson[], id: string): Promise<readonly HeldRow[]> {
  const rows: HeldRow[] = [];
  await within(stage, async (privacy) => {
    for (const person of people)
      for await (const held of privacy.export(person as unknown as Person)) if (held.plugin === id) rows.push(held);
  });
  return rows;
}

const within = ({ engine, head }: Stage, act: (privacy: ReturnType<typeof privacyOf>) => Promise<void>) =>
  inUnitOfWork(engine.engine, { school: engine.school('oakwood'), person: head }, (work) => act(privacyOf(work)));
