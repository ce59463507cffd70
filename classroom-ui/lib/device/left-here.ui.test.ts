import { v4 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { DeviceStore } from './device-store.ts';
import { leftHere } from './left-here.ts';

const somebody = () => ({
  name: newId(),
  key: btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))),
});

function page(person: ReturnType<typeof somebody>, others: readonly string[] = []): DeviceStore {
  const store = new DeviceStore();
  store.start({ ...person, others: [...others] });
  return store;
}

async function leave(person: ReturnType<typeof somebody>, files = 0): Promise<void> {
  const store = page(person);
  await store.open();
  await store.write(
    { table: 'outbox', key: newId(), value: { text: 'on its way' } },
    { table: 'drafts', key: 'draft room ', value: { text: 'half a sentence' } },
    { table: 'drafts', key: 'edit room  changed', value: { text: 'new', message: { text: 'old' } } },
    { table: 'drafts', key: 'edit room  begun', value: { text: 'old', message: { text: 'old' } } },
  );
  const ofPlugin = store.ofPlugin('attachments');
  for (let at = 0; at < files; at += 1) await ofPlugin.write({ [`file ${at}`]: new File(['bytes'], 'plan.txt') });
}

describe('what an account has on this device', () => {
  test('is counted before its storage was opened, and what the outboxes hold then is left to them', async () => {
    const ana = somebody();
    await leave(ana, 2);
    const left = await leftHere(page(ana));
    expect(left).toEqual({ messages: 0, drafts: 1, edits: 1, files: 2, otherSchools: 0, isKnown: true });
  });

  test('is counted in its other schools, and of nobody else', async () => {
    const [here, there, empty, ben] = [somebody(), somebody(), somebody(), somebody()];
    await leave(there, 1);
    await leave(ben, 1);
    const left = await leftHere(page(here, [there.name, empty.name]));
    expect(left).toEqual({ messages: 1, drafts: 1, edits: 2, files: 1, otherSchools: 1, isKnown: true });
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(`homeroom ${empty.name}`);
  });

  test('is not known while the browser does not answer', async () => {
    const ana = somebody();
    const held = await opened(ana.name);
    indexedDB.deleteDatabase(`homeroom ${ana.name}`);
    expect((await leftHere(page(ana))).isKnown).toBe(false);
    held.close();
  }, 20_000);

  test('that could not be opened at first is read later, and its listeners are told', async () => {
    const ana = somebody();
    await leave(ana);
    const { name } = ana;
    const held = await opened(name);
    const upgrade = indexedDB.open(`homeroom ${name}`, 2);
    upgrade.onupgradeneeded = () => upgrade.transaction?.abort();
    const store = page(ana);
    const told: string[] = [];
    store.onChange((table) => told.push(table));
    await store.open();
    await store.write({ table: 'drafts', key: 'draft room ', value: { text: 'newer' } });
    expect([store.all('outbox').size, told]).toEqual([0, []]);
    const ended = new Promise((done) => (upgrade.onerror = done));
    held.close();
    await ended;
    expect(await leftHere(store)).toMatchObject({ messages: 0, drafts: 1, edits: 1, isKnown: true });
    expect(store.all('outbox').size).toBe(1);
    expect(told.sort()).toEqual(['drafts', 'drafts', 'drafts', 'outbox']);
    const next = page(ana);
    await next.open();
    expect(next.get('drafts', 'draft room ')).toEqual({ text: 'newer' });
  }, 20_000);
});

const opened = (name: string) =>
  new Promise<IDBDatabase>((done) => {
    const request = indexedDB.open(`homeroom ${name}`);
    request.onsuccess = () => done(request.result);
  });
