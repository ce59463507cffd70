import { describe, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import {
  type AnyContribution,
  type AnyPluginUi,
  definePluginUi,
  type Manifest,
  type MessageView,
  type MyRoomView,
  type RoomView,
} from '../../../engine/client.ts';
import { parts } from '../kit/lazy.svelte.ts';
import { session } from '../session.svelte.ts';
import { PluginUis } from './plugin-uis.svelte.ts';
import Slot from './Slot.svelte';
import Asks from './testing/Asks.svelte';
import Broken from './testing/Broken.svelte';
import Fine from './testing/Fine.svelte';
import InRoom from './testing/InRoom.svelte';
import May from './testing/May.svelte';

const ui = (component: AnyContribution, reduce: AnyPluginUi['reduce'] = {}): AnyPluginUi =>
  definePluginUi({ slots: { 'message.below': component }, reduce } as AnyPluginUi);

/** Three installed plugins, and how often each was fetched. */
function install() {
  const fetched: string[] = [];
  const load = (id: string, made: AnyPluginUi) => async () => {
    fetched.push(id);
    return { default: made };
  };
  const uis = new PluginUis({
    fine: load('fine', ui(Fine as AnyContribution)),
    other: load('other', ui(Fine as AnyContribution)),
    broken: load('broken', ui(Broken as AnyContribution, { added: () => (undefined as never as { x: 1 }).x })),
    unreachable: () => Promise.reject(new Error('404')),
  });
  return { uis, fetched };
}
const using = (plugins: Manifest['plugins'], permissions: Manifest['permissions'] = {}): Manifest => ({
  plugins,
  permissions,
  titles: { fine: 'Fine', off: 'Switched off' },
});
const ids = (uis: PluginUis) => uis.in('message.below').map(({ plugin }) => plugin);

describe("a school's plugins", () => {
  test('are fetched when they are on, and never when they are off', async () => {
    const { uis, fetched } = install();
    await uis.sync(using({ fine: {} }));
    expect(ids(uis)).toEqual(['fine']);
    expect(fetched).toEqual(['fine']);
  });

  test('go at once when they are switched off, and come back in their old place', async () => {
    const { uis } = install();
    await uis.sync(using({ fine: {}, other: {} }));
    void uis.sync(using({ other: {} }));
    expect(ids(uis)).toEqual(['other']);
    await uis.sync(using({ fine: {}, other: {} }));
    expect(ids(uis)).toEqual(['fine', 'other']);
  });

  test('are known by their names, also switched off or gone from the server, and by their icons while they are on', async () => {
    const icon = Fine as AnyContribution;
    const uis = new PluginUis({ fine: async () => ({ default: definePluginUi({ icon } as AnyPluginUi) }) });
    await uis.sync(using({ fine: {} }));
    expect([uis.titleOf('fine'), uis.titleOf('off'), uis.titleOf('long-gone')]).toEqual([
      ...['Fine', 'Switched off', 'Long gone'],
    ]);
    expect([uis.iconOf('fine'), uis.iconOf('off')]).toEqual([icon, undefined]);
    await uis.sync(using({}));
    expect([uis.titleOf('fine'), uis.iconOf('fine')]).toEqual(['Fine', undefined]);
  });

  test('that are not installed here, or cannot be fetched, leave the others alone', async () => {
    const { uis } = install();
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    await uis.sync(using({ unheardOf: {}, unreachable: {}, constructor: {}, fine: {} }));
    expect(ids(uis)).toEqual(['fine']);
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });

  test('cannot stop the room by a reducer that throws: the message keeps what it showed', async () => {
    const { uis } = install();
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    await uis.sync(using({ broken: {} }));
    expect(uis.reducers.broken?.added?.('before', {})).toBe('before');
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });
});

test('what is drawn later leaves a quiet note when it cannot be had, and comes when the server is back', async () => {
  session.person = {
    id: 'ana',
    name: 'Ana',
    avatar: null,
    role: 'student',
    email: 'ana@oakwood.example',
    userName: null,
  };
  let [fetched, away] = [0, true];
  const later = {
    'room.settings': async () => {
      fetched++;
      if (away) throw new Error('404');
      return { default: Fine as AnyContribution };
    },
  };
  const uis = new PluginUis({ late: async () => ({ default: definePluginUi({ later }) }) });
  await uis.sync(using({ late: { word: 'set' } }));
  expect(fetched).toBe(0);
  const props = { room: {} as MyRoomView };
  const first = await render(Slot, { props: { name: 'room.settings', props, from: uis } });
  await expect.element(first.getByText('late could not be shown here.')).toBeVisible();
  const tries = fetched;
  for (const _ of [1, 2, 3]) {
    const next = await render(Slot, { props: { name: 'room.settings', props, from: uis } });
    await next.unmount();
  }
  expect(fetched).toBe(tries);
  away = false;
  parts.epoch++;
  await expect.element(first.getByText('fine set')).toBeVisible();
  expect(fetched).toBe(tries + 1);
});

test('a contribution that crashes leaves a quiet note, and the others stand', async () => {
  session.person = {
    id: 'ana',
    name: 'Ana',
    avatar: null,
    role: 'student',
    email: 'ana@oakwood.example',
    userName: null,
  };
  const { uis } = install();
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  await uis.sync(using({ broken: {}, fine: { word: 'and set' } }));
  const message = { id: 'm1', shows: { fine: { stars: 2 } } } as unknown as MessageView;
  const props = { room: {} as RoomView, participants: {}, message };
  const screen = await render(Slot, { props: { name: 'message.below', props, from: uis } });
  await expect.element(screen.getByText('fine and set {"stars":2}')).toBeVisible();
  await expect.element(screen.getByRole('note')).toHaveTextContent('broken could not be shown here.');
  expect(said).toHaveBeenCalledOnce();
  said.mockRestore();
  session.person = null;
});

test.each([
  ['host', 'true false false'],
  ['observer', 'false false false'],
  [null, 'false false false'],
] as const)('a contribution is told what the role of the reader in the room may do: %s', async (role, told) => {
  const menu = definePluginUi({ slots: { 'person.menu': May as AnyContribution } } as AnyPluginUi);
  const uis = new PluginUis({ may: async () => ({ default: menu }) });
  await uis.sync(using({ may: {} }, { may: { act: ['host', 'moderator'] } }));
  const screen = await render(InRoom, { role, from: uis });
  await expect.element(screen.getByText(told)).toBeVisible();
});

test('a contribution is handed the procedures of its own plugin, and of no other', async () => {
  const menu = definePluginUi({ slots: { 'person.menu': Asks as AnyContribution } } as AnyPluginUi);
  const uis = new PluginUis({ 'exit-tickets': async () => ({ default: menu }) });
  await uis.sync(using({ 'exit-tickets': {} }));
  const procedures = { exitTickets: { answer: {} }, rooms: { remove: {} } };
  const screen = await render(InRoom, { role: 'member', from: uis, procedures });
  await expect.element(screen.getByText('asks answer')).toBeVisible();
});
