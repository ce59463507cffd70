import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sql } from '../database/sql.ts';
import { pluginContract, recorded } from '../plugin-host/contract.ts';
import { definePlugin } from '../plugin-host/define-plugin.ts';
import { HOOK_DEADLINE_MS, SchoolPlugins } from './school-plugins.ts';

const none = z.strictObject({});
const allow = (): void => undefined;

const base = definePlugin(
  pluginContract({
    id: 'base',
    summary: 'Stands below.',
    settings: z.strictObject({ size: z.int().default(3) }),
    permissions: { act: ['host'] },
    events: { made: recorded(z.object({})) },
    message: { accepts: z.object({ files: z.array(z.string()) }), standsAlone: true },
  }),
  { guard: { 'message.send': allow }, within: { 'message.send': allow } },
);
const upper = definePlugin(
  pluginContract({
    id: 'upper',
    summary: 'Stands above.',
    requires: [base.contract],
    settings: none,
    roomKinds: ["don't"],
  }),
  {
    guard: { 'message.send': { deadline: 20, run: allow } },
    after: { 'base.made': allow },
    roomKinds: { "don't": { visible: () => sql`p.role = 'host'` } },
    notices: {
      gone: {
        on: 'participant.left',
        to: () => [],
        says: '{author} left.',
        title: 'Leaving',
        takenBack: { on: 'participant.joined' },
      },
    },
  },
);
const teller = definePlugin(pluginContract({ id: 'teller', summary: 'Tells people.', settings: none }), {
  notify: allow,
  takeBack: allow,
});
const installed = [base, upper, teller];
const using = (chosen: ConstructorParameters<typeof SchoolPlugins>[1]) => new SchoolPlugins(installed, chosen);
const namesOf = (entries: readonly { plugin: { contract: { id: string } } }[]) =>
  entries.map(({ plugin }) => plugin.contract.id);

describe('the plugins of a school', () => {
  test('are those its file switches on, and no others', () => {
    expect([...using({})]).toEqual([]);
    expect([...using({ base: false })]).toEqual([]);
    expect(using({ base: true }).has('base')).toBe(true);
    expect(using({ base: true }).has('upper')).toBe(false);
    expect(using({ base: true }).has('constructor')).toBe(false);
  });

  test('stand in the order they are installed in, however the file lists them', () => {
    expect([...using({ upper: true, base: {} })]).toEqual([base, upper]);
  });

  test('tell browsers their settings, with what the school did not set', () => {
    expect(using({ base: { size: 5 }, upper: true }).manifest.plugins).toEqual({ base: { size: 5 }, upper: {} });
    expect(using({ base: true }).manifest.plugins).toEqual({ base: { size: 3 } });
  });

  test('tell browsers which room roles hold their permissions', () => {
    expect(using({ base: true, upper: true }).manifest.permissions).toEqual({ base: { act: ['host'] }, upper: {} });
    expect(using({}).manifest.permissions).toEqual({});
  });

  test('do not work without what they require', () => {
    expect(() => using({ upper: true })).toThrow('upper needs base, which is off');
    expect(() => using({ upper: true, base: false })).toThrow('upper needs base, which is off');
  });

  test('refuse a setting that is not theirs', () => {
    expect(() => using({ base: { size: 'huge' } })).toThrow(z.ZodError);
    expect(() => using({ base: { colour: 'red' } })).toThrow(z.ZodError);
  });

  test('that are off answer as what does not exist', () => {
    expect(() => using({}).settingsOf(base.contract)).toThrow(expect.objectContaining({ fault: 'missing' }));
    expect(() => using({}).pluginOf(base.contract)).toThrow(expect.objectContaining({ fault: 'missing' }));
  });
});

describe('hooks', () => {
  test('are those of plugins in use, in order, each with its deadline', () => {
    const hooks = using({ base: true, upper: true }).hooks('guard', 'message.send');
    expect(namesOf(hooks)).toEqual(['base', 'upper']);
    expect(hooks.map(({ deadline }) => deadline)).toEqual([HOOK_DEADLINE_MS, 20]);
    expect(namesOf(using({ base: true }).hooks('guard', 'message.send'))).toEqual(['base']);
  });

  test('are none where nobody listens', () => {
    expect(using({ base: true, upper: true }).hooks('guard', 'room.open')).toEqual([]);
    expect(using({}).hooks('within', 'message.send')).toEqual([]);
  });

  test('`within` is called only for a draft that carries what the plugin accepts', () => {
    const plugins = using({ base: true });
    expect(plugins.within('message.send', {}, 'class')).toEqual([]);
    expect(plugins.within('message.send', { other: 1 }, 'class')).toEqual([]);
    expect(namesOf(plugins.within('message.send', { base: { files: [] } }, 'class'))).toEqual(['base']);
  });
});

describe('a plugin with a kind of rooms of its own', () => {
  const caves = definePlugin(
    pluginContract({ id: 'caves', summary: 'Caves.', settings: z.strictObject({}), roomKinds: ['cave'] }),
    {
      guard: { 'message.send': { kinds: ['cave'], run: () => undefined } },
      roomKinds: { cave: { visible: () => sql`true`, writable: () => sql`p.seen > 0`, title: () => sql`'Cave'` } },
    },
  );
  const on = new SchoolPlugins([caves], { caves: true });

  test('is asked in those rooms only where it says so', () => {
    expect(namesOf(on.hooks('guard', 'message.send'))).toEqual(['caves']);
    expect(namesOf(on.hooksIn('cave', 'guard', 'message.send'))).toEqual(['caves']);
    expect(on.hooksIn('class', 'guard', 'message.send')).toEqual([]);
    expect(on.hooksIn(undefined, 'guard', 'message.send')).toEqual([]);
  });

  test('says what a reader may do there and what the room is called; others stay as they are', () => {
    expect(on.roomRole.text).toBe(
      "case when r.kind = $1 then case when (p.seen > 0) then p.role else 'observer' end else p.role end",
    );
    expect(on.roomTitle.text).toBe("case when r.kind = $1 then coalesce(('Cave'), r.title) else r.title end");
    expect([on.roomRole.values, on.roomTitle.values]).toEqual([['cave'], ['cave']]);
    expect([using({}).roomRole.text, using({}).roomTitle.text]).toEqual(['p.role', 'r.title']);
  });
});

describe('events', () => {
  test('of the engine are always told, a plugin’s while it is on', () => {
    for (const event of ['message.sent', 'room.opened', 'participant.left']) expect(using({}).speaks(event)).toBe(true);
    expect(using({ base: true }).speaks('base.made')).toBe(true);
    expect(using({}).speaks('base.made')).toBe(false);
    expect(using({ base: true }).speaks('message-board.made')).toBe(false);
  });

  test('are heard when a hook waits for them, or a notice that somebody tells', () => {
    const plugins = using({ base: true, upper: true });
    expect(plugins.hears('base.made', {})).toBe(true);
    expect(plugins.hears('message.sent', {})).toBe(false);
    expect(plugins.hears('participant.left', {})).toBe(false);
    const told = using({ base: true, upper: true, teller: true });
    expect(told.hears('participant.left', {})).toBe(true);
    expect(told.hears('participant.joined', {})).toBe(true);
    expect(plugins.hears('participant.joined', {})).toBe(false);
    expect(using({ base: true, teller: true }).hears('participant.left', {})).toBe(false);
  });

  test('that concern nobody by what they carry are not heard, and a plain message where it is announced only', () => {
    const message = { id: 'm', clientId: 'c', author: 'a', text: 'hi' };
    const heard = (more: object) => using({ teller: true }).hears('message.sent', { message: { ...message, ...more } });
    expect(heard({})).toBe(null);
    expect(heard({ note: { what: 'left', person: 'a' } })).toBe(false);
    expect(heard({ threadRoot: 'r' })).toBe(true);
    expect(heard({ quote: { id: 'q', author: 'a', text: '', deleted: false } })).toBe(null);
    expect(heard({ quote: { id: 'q', author: 'b', text: '', deleted: false } })).toBe(true);
  });
});

describe('a draft', () => {
  test('carries what plugins in use accept, and nothing else', () => {
    const { carried } = using({ base: true });
    expect(carried.safeParse({ base: { files: ['a'] } }).success).toBe(true);
    expect(carried.safeParse({}).success).toBe(true);
    for (const bad of [{ base: {} }, { upper: 1 }, { constructor: 1 }, null, []]) {
      expect(carried.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
    }
    expect(using({}).carried.safeParse({ base: { files: ['a'] } }).success).toBe(false);
  });

  test('may be empty of text when it carries what stands alone', () => {
    expect(using({ base: true }).standsAlone({ base: { files: ['a'] } })).toBe(true);
    expect(using({ base: true }).standsAlone(undefined)).toBe(false);
    expect(using({}).standsAlone({ base: { files: ['a'] } })).toBe(false);
  });
});

test('a kind of room is visible while its plugin is on, by that plugin’s condition', () => {
  expect(using({}).roomVisibility.text).toBe("(r.kind = 'class')");
  const { text, values } = using({ base: true, upper: true }).roomVisibility;
  expect(text).toBe("(r.kind = 'class') or (r.kind = $1 and (p.role = 'host'))");
  expect(values).toEqual(["don't"]);
});

test('a permission is held by the room roles its contract names, and by nobody outside a room', () => {
  const plugins = using({ base: true });
  expect(plugins.holds(base.contract, 'act', 'host')).toBe(true);
  expect(plugins.holds(base.contract, 'act', 'member')).toBe(false);
  expect(plugins.holds(base.contract, 'act', undefined)).toBe(false);
});
