import { int8, type OpenEngine, run, sql } from '../../engine/index.ts';

/** When the message with a sequence was sent. */
export type Moments = Map<number, Date>;

/**
 * Moves a room's past back to when it is said to have happened. What is between two messages (somebody came, somebody
 * reacted) happens at the time of the earlier one, so that time never runs against the sequence.
 */
export async function backdate(
  database: OpenEngine['database'],
  schoolId: string,
  roomId: string,
  moments: Moments,
): Promise<void> {
  await database.inSchool(schoolId, async (em) => {
    const rows = await run(em, sql({ seq: int8 })`select seq from room_event where room_id = ${roomId} order by seq`);
    const times = timesOf(
      rows.map(({ seq }) => Number(seq)),
      moments,
    );
    await run(
      em,
      sql`update room_event e set at = t.at
       from jsonb_to_recordset(${JSON.stringify(times)}::jsonb) t(seq bigint, at timestamptz)
       where e.room_id = ${roomId} and e.seq = t.seq`,
    );
    const ofEvent = sql`from room_event e where e.room_id = m.room_id and e.seq = m.seq and m.room_id = ${roomId}`;
    await run(em, sql`update message m set created_at = e.at ${ofEvent}`);
    const first = times[0]?.at;
    if (!first) return;
    await run(em, sql`update room set created_at = ${first} where id = ${roomId}`);
    await run(em, sql`update participant set joined_at = ${first} where room_id = ${roomId}`);
  });
}

function timesOf(seqs: readonly number[], moments: Moments): { seq: number; at: string }[] {
  let at = [...moments.values()][0];
  return seqs.flatMap((seq) => {
    at = moments.get(seq) ?? at;
    return at ? [{ seq, at: at.toISOString() }] : [];
  });
}
