import { expect, test } from 'vitest';
import { reading } from '../api/context.ts';
import { run, sql } from '../database/sql.ts';
import { readPage } from '../messages/read-messages.ts';
import { findMyRoom } from '../rooms/find-room.ts';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

test('a reply sent while a page is read is not on it: it comes after the head that the page names', async () => {
  const { engine, ana, ben, freshRoom, send } = stage();
  const room = await freshRoom();
  const root = await send(room, ana, 'a question');
  const asked = { school: engine.school('oakwood'), person: ben };
  const page = await reading(engine.engine, asked, async (work) => {
    const access = await findMyRoom(work.em, asked, room.id);
    await send(room, ana, 'an afterthought', { threadRoot: root.id });
    return readPage(work, access, { limit: 50 });
  });
  expect(page.head).toBe(root.seq);
  expect(page.messages.at(-1)).toMatchObject({ id: root.id, thread: null });
});

test('what only reads cannot write', async () => {
  const { engine, ana } = stage();
  const asked = { school: engine.school('oakwood'), person: ana };
  const writing = reading(engine.engine, asked, ({ em }) => run(em, sql`update person set name = 'Somebody'`));
  await expect(writing).rejects.toMatchObject({ code: '25006' });
});
