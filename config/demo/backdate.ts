import type { OpenEngine } from '../../engine/index.ts';

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
    const rows = await em.execute<{ seq: string }[]>('select seq from room_event where room_id = ? order by seq', [
      roomId,
    ]);
    const times = timesOf(
      rows.map(({ seq }) => Number(seq)),
      moments,
    );
    await em.execute(
      `update room_event e set at = t.at from jsonb_to_recordset(?::jsonb) t(seq bigint, at timestamptz)
       where e.room_id = ? and e.seq = t.seq`,
      [JSON.stringify(times), roomId],
    );
    const ofEvent = 'from room_event e where e.room_id = m.room_id and e.seq = m.seq and m.room_id = ?';
    await em.execute(`update message m set created_at = e.at ${ofEvent}`, [roomId]);
    const first = times[0]?.at;
    if (!first) return;
    await em.execute('update room set created_at = ? where id = ?', [first, roomId]);
    await em.execute('update participant set joined_at = ? where room_id = ?', [first, roomId]);
  });
}

function timesOf(seqs: readonly number[], moments: Moments): { seq: number; at: string }[] {
  let at = [...moments.values()][0];
  return seqs.flatMap((seq) => {
    at = moments.get(seq) ?? at;
    return at ? [{ seq, at: at.toISOString() }] : [];
  });
}
