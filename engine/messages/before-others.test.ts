import { describe, expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

/** A room that shows history from joining, with Ana and Ben in it, and something Ana said there. */
async function roomWithPast() {
  const { engine, ana, ben, send, freshRoom } = stage();
  const room = await freshRoom({ history: 'from-join', everyone: false });
  for (const who of [ana, ben]) await engine.as(who).rooms.join({ roomId: room.id });
  const past = await send(room, ana, 'zebra');
  const edit = (text: string, who = ana) => engine.as(who).messages.edit({ roomId: room.id, messageId: past.id, text });
  const quote = (who = ben) => send(room, who, 'well said', { replyTo: past.id });
  const join = (who = stage().chidi) => engine.as(who).rooms.join({ roomId: room.id });
  return { room, past, edit, quote, join };
}

describe('where history begins with joining', () => {
  test('what was said is edited and quoted as long as nobody came since', async () => {
    const { edit, quote } = await roomWithPast();
    expect(await edit('zebra, again')).toMatchObject({ text: 'zebra, again' });
    expect((await quote()).quote).toMatchObject({ text: 'zebra, again' });
  });

  test('what somebody who came since may not see is neither edited nor quoted, by its author and staff neither', async () => {
    const { engine, rivera, ana, chidi } = stage();
    const { room, edit, quote, join } = await roomWithPast();
    await join();
    const before = engine.heard(room.id).length;
    expect(await refusalOf(edit('zebra, for all'))).toBe('messages.before-others');
    for (const who of [stage().ben, ana, rivera]) expect(await refusalOf(quote(who))).toBe('messages.before-others');
    expect(engine.heard(room.id)).toHaveLength(before);
    expect(await stage().texts(room, chidi)).toEqual(['(joined)']);
  });

  test('it may be deleted and answered in its thread, which says none of its words', async () => {
    const { engine, ana, ben, send } = stage();
    const { room, past, join } = await roomWithPast();
    await join();
    await send(room, ben, 'an answer', { threadRoot: past.id });
    await engine.as(ana).messages.delete({ roomId: room.id, messageId: past.id });
    const since = engine.heard(room.id).slice(-2);
    expect(since.map(({ event }) => event)).toEqual(['message.sent', 'message.deleted']);
    expect(JSON.stringify(since)).not.toContain('zebra');
  });

  test('what was said since they came is edited and quoted like anything else', async () => {
    const { engine, ana, chidi, send, texts } = stage();
    const { room, join } = await roomWithPast();
    await join();
    const fresh = await send(room, ana, 'giraffe');
    await engine.as(ana).messages.edit({ roomId: room.id, messageId: fresh.id, text: 'giraffes' });
    await send(room, ana, 'as I said', { replyTo: fresh.id });
    expect(await texts(room, chidi)).toEqual(['(joined)', 'giraffes', 'as I said']);
  });

  test('once they have left, it may be again; staff who bring them back begin anew', async () => {
    const { engine, rivera, chidi, texts } = stage();
    const { room, edit, join } = await roomWithPast();
    await join();
    await engine.as(chidi).participants.leave({ roomId: room.id });
    expect(await edit('zebra, again')).toMatchObject({ text: 'zebra, again' });
    await engine.as(rivera).participants.add({ roomId: room.id, personId: chidi.id });
    expect(await refusalOf(edit('zebra, once more'))).toBe('messages.before-others');
    expect(await texts(room, chidi)).toEqual(['(added)']);
  });

  test('in a room that shows all, whoever comes may read it, so it may be', async () => {
    const { engine, ana, ben, chidi, send, freshRoom } = stage();
    const room = await freshRoom({ everyone: false });
    for (const who of [ana, ben]) await engine.as(who).rooms.join({ roomId: room.id });
    const past = await send(room, ana, 'zebra');
    await engine.as(chidi).rooms.join({ roomId: room.id });
    await engine.as(ana).messages.edit({ roomId: room.id, messageId: past.id, text: 'zebras' });
    expect((await send(room, ben, 'well said', { replyTo: past.id })).quote).toMatchObject({ text: 'zebras' });
  });
});
