import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { installed } from '../../../plugins/index.ts';
import { COMMANDS } from '../../commands/command-table.ts';
import { inUnitOfWork, record } from '../../commands/unit-of-work.ts';
import { ENGINE_EVENTS } from '../../events/engine-events.ts';
import { readEvents } from '../../events/replay.ts';
import type { AnyPlugin } from '../../plugin-host/any-plugin.ts';
import type { PluginContract } from '../../plugin-host/contract.ts';
import { routerKey } from '../../plugin-host/contract.ts';
import type { Job } from '../../plugin-host/define-plugin.ts';
import { runPromised } from '../../plugin-host/run-job.ts';
import type { PluginChoice } from '../../schools/school-plugins.ts';
import { inputFor, proceduresOf } from '../procedures.ts';
import type { Stage } from '../stage.ts';
import { pluginSays } from './replay.ts';

const GARBAGE: readonly unknown[] = [undefined, null, 'text', [], { roomId: 7 }, JSON.parse('{"__proto__": {"a": 1}}')];

/** A plugin that a school has switched off is not there: nothing answers, acts, is recorded or told in its name. */
export function offMeansAbsentLaw(stage: () => Stage): void {
  describe.each(installed.map(({ contract }) => contract.id as string))('off means absent: %s', (id) => {
    test('the manifest and every list of hooks do not know it', async () => {
      const { plugins } = await without(stage(), id);
      expect(plugins.has(id)).toBe(false);
      expect(Object.keys(plugins.manifest.plugins)).not.toContain(id);
      expect([...plugins].map(({ contract }) => contract.id)).not.toContain(id);
      const hooked = (['transform', 'guard', 'within', 'after'] as const).flatMap((phase) =>
        [...Object.keys(COMMANDS), ...Object.keys(ENGINE_EVENTS)].flatMap((name) => plugins.hooks(phase, name)),
      );
      expect(hooked.map(({ plugin }) => plugin.contract.id)).not.toContain(id);
      const me = (await stage().engine.as(stage().ana).session.me()).manifest;
      expect(Object.keys(me.plugins)).not.toContain(id);
    });

    test('its procedures answer as procedures that never were, to the byte', async () => {
      const { engine, ana, ben, room, send } = stage();
      const message = await send(room, ana, 'hi');
      await without(stage(), id);
      const never = JSON.stringify(await engine.ask(ben, 'noSuchPlugin.act', {}));
      for (const { path, schema } of proceduresOf(engine.router).filter(isOf(id))) {
        const shape = schema(engine.school('oakwood').plugins);
        const good = shape ? inputFor(shape, { roomId: room.id, messageId: message.id, clientId: newId() }) : {};
        for (const input of [good, ...GARBAGE]) {
          expect(JSON.stringify(await engine.ask(ben, path, input)), path).toBe(never);
          expect(JSON.stringify(await engine.ask(ben, path, input, 'the other method')), path).toBe(never);
        }
      }
    });

    test('what it said stays, under its name', async () => {
      const { engine, ana } = stage();
      await everythingOn(stage());
      const room = await stage().freshRoom();
      await pluginSays({ engine, room }, { key: 'once', text: 'I am here' }, pluginOf(id));
      await without(stage(), id);
      const { messages } = await engine.as(ana).messages.page({ roomId: room.id });
      expect(messages).toMatchObject([{ text: 'I am here', author: null, by: { plugin: id } }]);
      expect((await engine.as(ana).session.me()).manifest.titles[id]).toMatch(/./);
    });

    test('its events are not recorded, and old ones are left out of replay until it is on again', async () => {
      const { engine, freshRoom, ana, send } = stage();
      const room = await freshRoom();
      await everythingOn(stage());
      const say = () => recordAll(stage(), room.id, id);
      const recorded = await say();
      await without(stage(), id);
      const head = await headOf(stage(), room.id);
      await say();
      expect(await headOf(stage(), room.id)).toBe(head);
      await send(room, ana, 'life goes on');
      const told = async () =>
        (await readEvents(engine.database, engine.school('oakwood'), room.id, 0, head + 1))?.map(({ event }) => event);
      const off = await told();
      expect(off?.filter((event) => event.startsWith(`${id}.`))).toEqual([]);
      expect(off?.at(-1)).toBe('message.sent');
      await everythingOn(stage());
      expect((await told())?.filter((event) => event.startsWith(`${id}.`))).toEqual(recorded);
    });

    test('its jobs are acknowledged without running, and what it shows is not shown', async () => {
      const { engine, room, ana } = stage();
      const school = await without(stage(), id);
      const row = { schoolId: school.id, roomId: null, seq: null, payload: 'nothing that any job takes', byPlugin: id };
      for (const { name } of (pluginOf(id).parts.jobs ?? []) as readonly Pick<Job<PluginContract>, 'name'>[]) {
        await runPromised(engine.engine, { ...row, kind: `${id}.${name}` });
      }
      const { messages } = await engine.as(ana).messages.page({ roomId: room.id });
      for (const { shows } of messages) expect(Object.keys(shows)).not.toContain(id);
    });
  });
}

const pluginOf = (id: string): AnyPlugin => installed.find(({ contract }) => contract.id === id) as AnyPlugin;
const isOf =
  (id: string) =>
  ({ path }: { path: string }): boolean =>
    path.startsWith(`${routerKey(id)}.`);

/** Oakwood without one plugin, and without those that cannot work without it. */
function without({ engine }: Stage, id: string) {
  const needs = ({ contract }: { contract: PluginContract }): boolean =>
    contract.id === id || (contract.requires ?? []).some((needed) => needs({ contract: needed }));
  return engine.usePlugins(
    'oakwood',
    choices((plugin) => !needs(plugin)),
  );
}
const everythingOn = ({ engine }: Stage) =>
  engine.usePlugins(
    'oakwood',
    choices(() => true),
  );
const choices = (isOn: (plugin: AnyPlugin) => boolean): Record<string, PluginChoice> =>
  Object.fromEntries(installed.map((plugin) => [plugin.contract.id as string, isOn(plugin)]));

async function headOf({ engine }: Stage, roomId: string): Promise<number> {
  const [row] = await engine.rows<{ head: string }>('select head from room where id = $1', [roomId]);
  return Number(row?.head);
}

/** Records one event of each kind the plugin has, as its own code would. */
async function recordAll({ engine, ana }: Stage, roomId: string, id: string): Promise<readonly string[]> {
  const events = Object.entries((pluginOf(id).contract as PluginContract).events ?? {}).filter(
    ([, { recorded }]) => recorded,
  );
  const types = events.map(([name]) => `${id}.${name}`);
  await inUnitOfWork(engine.engine, { school: engine.school('oakwood'), person: ana }, async (work) => {
    for (const type of types) record(work, roomId, type, {});
  });
  return types;
}
