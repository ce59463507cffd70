import { v4 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { DeviceStore } from '../device/device-store.ts';
import { unsavedEdit } from './draft-keys.ts';
import { EditSync } from './edits.ts';
import { message } from './testing/message.ts';
import { Writing } from './writing.svelte.ts';

const somebody = () => ({
  name: newId(),
  key: btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))),
  others: [],
});

/** A tab with the composer of a room in it. What the composer does in an effect, `type` and `act` do at once. */
async function openTab(person: ReturnType<typeof somebody>) {
  const store = new DeviceStore();
  store.start(person);
  await store.open();
  const writing = new Writing(null, unsavedEdit('room', null, store));
  const sync = new EditSync(writing, 'room', store);
  sync.restore();
  sync.write();
  sync.listen();
  const act = async (what: (writing: Writing) => void) => {
    what(writing);
    sync.write();
    await store.write();
  };
  return { writing, act, type: (text: string) => act(() => (writing.text = text)), store };
}
const kept = async (person: ReturnType<typeof somebody>) => {
  const { writing } = await openTab(person);
  return writing.editing && writing.editText;
};

test('an edit that changed nothing yet is not stored, and is kept from the first letter on', async () => {
  const ana = somebody();
  const tab = await openTab(ana);
  await tab.act((writing) => writing.edit(message));
  expect(await kept(ana)).toBeNull();
  await tab.type('what I meant');
  expect(await kept(ana)).toBe('what I meant');
  await tab.type(message.text);
  expect(await kept(ana)).toBeNull();
});

test('two tabs that edit one message go on with one another’s words', async () => {
  const ana = somebody();
  const [one, other] = [await openTab(ana), await openTab(ana)];
  for (const { act } of [one, other]) await act((writing) => writing.edit(message));
  await one.type('what I');
  await expect.poll(() => other.writing.editText).toBe('what I');
  await other.type('what I meant');
  await expect.poll(() => one.writing.editText).toBe('what I meant');
  await one.type('what I meant to say');
  await expect.poll(() => other.writing.editText).toBe('what I meant to say');
  for (const { writing } of [one, other]) expect(writing.editTrouble).toBeNull();
});

test('an edit that was saved or left in one tab is over in the other', async () => {
  const ana = somebody();
  const [one, other] = [await openTab(ana), await openTab(ana)];
  for (const { act } of [one, other]) await act((writing) => writing.edit(message));
  await one.type('never mind');
  await expect.poll(() => other.writing.editText).toBe('never mind');
  await one.act((writing) => writing.cancelEdit());
  await expect.poll(() => other.writing.editing).toBeNull();
  expect(await kept(ana)).toBeNull();
});

test('where two tabs wrote words of their own, each keeps them and shows the other’s', async () => {
  const ana = somebody();
  const [one, other] = [await openTab(ana), await openTab(ana)];
  for (const { act } of [one, other]) await act((writing) => writing.edit(message));
  // At the same moment: neither has heard of the other.
  await Promise.all([one.type('one thing'), other.type('another thing')]);
  await expect
    .poll(() => [one, other].filter(({ writing }) => writing.editTrouble === 'elsewhere').length)
    .toBeGreaterThan(0);
  expect([one.writing.editText, other.writing.editText]).toEqual(['one thing', 'another thing']);
  const told = [one, other].find(({ writing }) => writing.editTrouble === 'elsewhere');
  expect(told?.writing.editElsewhere).toBe(told === one ? 'another thing' : 'one thing');
  // Leaving it in the tab that was told takes nothing of the other's away.
  await told?.act((writing) => writing.cancelEdit());
  expect(await kept(ana)).not.toBeNull();
});

test('an edit that goes on later knows the message as it was when it began', async () => {
  const ana = somebody();
  const tab = await openTab(ana);
  await tab.act((writing) => writing.edit(message));
  await tab.type('what I meant');
  const later = await openTab(ana);
  await later.act((writing) => {
    writing.reply(message);
    writing.edit({ ...message, text: 'changed on a phone' });
  });
  expect([later.writing.editing?.text, later.writing.editText]).toEqual([message.text, 'what I meant']);
});
