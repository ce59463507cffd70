import pg from 'pg';
import { expect, test } from 'vitest';
import { type Sql, sql } from '../database/sql.ts';
import { selectMessages } from '../messages/select-messages.ts';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

test('a thread that holds nearly every message there is takes no read of the room through all of them', async () => {
  const { engine, ana, freshRoom, send } = stage();
  const room = await freshRoom();
  const { id: root } = await send(room, ana, 'a question with a thousand answers');
  const database = new pg.Client({ connectionString: engine.database.url });
  await database.connect();
  await database.query(
    `insert into message (id, school_id, room_id, seq, kind, author_id, client_id, text, thread_root, created_at)
     select gen_random_uuid(), school_id, room_id, seq + n, kind, author_id, gen_random_uuid(), 'an answer', id, now()
     from message, generate_series(1, 20000) n where id = $1`,
    [root],
  );
  await database.query('analyze message');
  const planOf = async (statement: Sql) => {
    const { text, values } = sql`explain ${statement}`;
    const { rows } = await database.query<{ 'QUERY PLAN': string }>(text, [...values]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  const outside = sql`m.room_id = ${room.id} and m.seq > 0 and m.thread_root is null order by m.seq desc`;
  const page = await planOf(sql`${selectMessages(ana.id)} where ${outside} limit 50`);
  const last = await planOf(sql`select m.text from message m where ${outside} limit 1`);
  await database.end();
  for (const plan of [page, last]) {
    expect(plan).toContain('message_outside_threads');
    expect(plan).not.toMatch(/Seq Scan on message|message_room_id_seq_key/);
  }
});
