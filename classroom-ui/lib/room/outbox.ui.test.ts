import { v4 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { DeviceStore } from '#lib/device/device-store.ts';
import { Outbox, type Pending, type StoredMessage } from './outbox.svelte.ts';

interface Asked {
  readonly clientId?: string;
  readonly text: string;
  readonly replyTo?: string;
  settle(): void;
  fail(fault: string): void;
}

const somebody = () => ({
  name: newId(),
  key: btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))),
});

/** A page of one person: an outbox whose sends the test answers by hand, over the device's real database. */
async function page({ name, key }: ReturnType<typeof somebody> = somebody(), live = true) {
  const asked: Asked[] = [];
  const store = new DeviceStore();
  store.start({ name, key, others: [] });
  void store.open();
  await store.ready;
  const line = { live };
  const box = new Outbox({
    roomId: 'room',
    store,
    isLive: () => line.live,
    send: (input) =>
      new Promise((settle, reject) => {
        const fail = (fault: string) => reject({ data: { error: { code: `test.${fault}`, fault, message: 'No.' } } });
        asked.push({ ...input, settle: () => settle(undefined), fail });
      }),
  });
  box.isWatched = true;
  for (const stored of store.all<StoredMessage>('outbox').values()) box.take(stored);
  store.onChange((_, clientId) => box.hear(clientId, store.get('outbox', clientId)));
  const write = (text: string) => box.add({ text, quote: null, threadRoot: null });
  const states = () => box.pending.map(({ text, state }) => `${text} ${state}`);
  const texts = () => asked.map(({ text }) => text);
  return { asked, box, line, states, store, texts, write };
}

describe('our own messages', () => {
  test('are sent one after the other, as they were written', async () => {
    const { asked, texts, write } = await page();
    write('one');
    write('two');
    await expect.poll(texts).toEqual(['one']);
    asked[0]?.settle();
    await expect.poll(texts).toEqual(['one', 'two']);
  });

  test('stay on the screen until the room confirms them', async () => {
    const { asked, box, states, texts, write } = await page();
    write('one');
    await expect.poll(texts).toEqual(['one']);
    asked[0]?.settle();
    await expect.poll(states).toEqual(['one sent']);
    box.confirm(new Set([box.pending[0]?.clientId ?? '']));
    expect(states()).toEqual([]);
  });

  test('that were refused keep their words and their reason, also on the next page, and are tried with the same clientId', async () => {
    const person = somebody();
    const { asked, states, store, texts, write } = await page(person);
    write('one');
    await expect.poll(texts).toEqual(['one']);
    asked[0]?.fail('limited');
    await expect.poll(states).toEqual(['one failed']);
    await store.write();
    const later = await page(person);
    expect(later.box.pending[0]?.problem?.code).toBe('test.limited');
    later.box.retry(later.box.pending[0]?.clientId ?? '');
    await expect.poll(() => later.asked.map(({ clientId }) => clientId)).toEqual([asked[0]?.clientId]);
    expect(later.states()).toEqual(['one pending']);
  });

  test('quote what a message says now, also on the next page, and go without it once it is deleted', async () => {
    const person = somebody();
    const { asked, box, store, texts } = await page(person, false);
    const quote = (id: string) => ({ id, author: 'ben', text: 'the old words', deleted: false });
    for (const id of ['edited', 'gone', 'other']) box.add({ text: id, quote: quote(id), threadRoot: null });
    box.followQuote({ id: 'edited', text: 'the new words', deletedAt: null });
    box.followQuote({ id: 'gone', text: '', deletedAt: '2026-09-01T08:00:00.000Z' });
    const said = (pending: readonly Pending[]) => pending.map((own) => [own.quote?.text, own.quote?.deleted]);
    const now = [
      ['the new words', false],
      ['', true],
      ['the old words', false],
    ];
    expect(said(box.pending)).toEqual(now);
    await store.write();
    const later = await page(person);
    expect(said(later.box.pending)).toEqual(now);
    expect(texts()).toEqual([]);
    void later.box.drain();
    for (const at of [0, 1, 2]) {
      await expect.poll(() => later.asked.length).toBe(at + 1);
      later.asked[at]?.settle();
    }
    expect(asked).toEqual([]);
    expect(later.asked.map(({ replyTo }) => replyTo)).toEqual(['edited', undefined, 'other']);
  });

  test('that are refused hold up nobody; that cannot be sent now hold up those written after them', async () => {
    const { asked, box, states, texts, write } = await page();
    for (const text of ['refused', 'lost', 'later']) write(text);
    await expect.poll(texts).toEqual(['refused']);
    asked[0]?.fail('forbidden');
    await expect.poll(texts).toEqual(['refused', 'lost']);
    asked[1]?.fail('unavailable');
    await expect.poll(() => box.isWaiting).toBe(true);
    expect(states()).toEqual(['refused failed', 'lost pending', 'later pending']);
    void box.drain();
    await expect.poll(texts).toEqual(['refused', 'lost', 'lost']);
    asked[2]?.settle();
    await expect.poll(texts).toEqual(['refused', 'lost', 'lost', 'later']);
  });

  test('that an ended session kept back go out from the next page, once and in their order', async () => {
    const person = somebody();
    const { asked, box, line, store, texts, write } = await page(person);
    write('one');
    write('two');
    await expect.poll(texts).toEqual(['one']);
    asked[0]?.fail('signed-out');
    await expect.poll(() => box.isWaiting).toBe(true);
    line.live = false;
    await store.write();
    const later = await page(person);
    void later.box.drain();
    await expect.poll(later.texts).toEqual(['one']);
    expect(later.asked[0]?.clientId).toBe(asked[0]?.clientId);
    later.asked[0]?.settle();
    await expect.poll(later.texts).toEqual(['one', 'two']);
    later.asked[1]?.settle();
    await expect.poll(later.states).toEqual(['one sent', 'two sent']);
    await later.store.write();
    expect((await page(person)).states()).toEqual([]);
  });

  test('that are discarded before their turn are never sent', async () => {
    const { asked, box, states, texts, write } = await page();
    write('one');
    write('two');
    await expect.poll(texts).toEqual(['one']);
    box.discard(box.pending[1]?.clientId ?? '');
    asked[0]?.settle();
    await expect.poll(states).toEqual(['one sent']);
    expect(texts()).toEqual(['one']);
  });

  test('that wait without a connection are sent by one tab only, whichever has one first', async () => {
    const person = somebody();
    const one = await page(person, false);
    const other = await page(person, false);
    one.write('from the first');
    await expect.poll(other.states).toEqual(['from the first pending']);
    for (const { box, line } of [one, other]) {
      line.live = true;
      void box.drain();
    }
    await expect.poll(() => [...one.texts(), ...other.texts()]).toEqual(['from the first']);
    for (const { asked } of [one, other]) asked[0]?.settle();
    await expect.poll(() => [one.states(), other.states()]).toEqual([['from the first sent'], ['from the first sent']]);
    expect([...one.texts(), ...other.texts()]).toHaveLength(1);
  });

  test('of another person do not open, and nothing that is stored can be read', async () => {
    const ana = somebody();
    const { store, write } = await page(ana, false);
    write('a word about Miss Honey');
    await store.write();
    expect((await page({ name: ana.name, key: somebody().key }, false)).states()).toEqual([]);
    expect((await page(ana, false)).states()).toEqual(['a word about Miss Honey pending']);
    expect(await bytesOf(`homeroom ${ana.name}`)).not.toContain('Miss Honey');
  });
});

async function bytesOf(name: string): Promise<string> {
  const database = await new Promise<IDBDatabase>((done) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => done(request.result);
  });
  const rows = await new Promise<unknown[]>((done) => {
    const request = database.transaction('outbox').objectStore('outbox').getAll();
    request.onsuccess = () => done(request.result);
  });
  database.close();
  expect(rows).toHaveLength(1);
  const texts = rows.map((row) => {
    const { head } = row as { head: { bytes: ArrayBuffer } };
    return JSON.stringify(row) + new TextDecoder().decode(head.bytes);
  });
  return texts.join();
}
