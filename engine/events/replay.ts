import type { Database } from '../database/database.ts';
import type { EventFrame } from '../realtime/protocol.ts';
import type { LiveSchool } from '../schools/schools.ts';

/** How far back the log reaches: whoever comes later starts over with a fresh page. */
export const KEPT_DAYS = 30;
export const KEPT_EVENTS = 10_000;

interface Row {
  readonly seq: string;
  readonly type: string;
  readonly by_person: string | null;
  readonly by_plugin: string | null;
  readonly at: Date;
  readonly payload: unknown;
}

const EVENTS = `select seq, type, by_person, by_plugin, at, payload from room_event
  where room_id = $1 and school_id = $2 and seq > $3 and seq <= $4 order by seq limit ${KEPT_EVENTS + 1}`;

/**
 * What a room recorded in (since, to], ascending; events of plugins that are off now are left out. The numbers in a room
 * have no gaps, so a first row that is not `since + 1` means the log has been swept beyond it.
 * @returns null when the log no longer reaches back to `since`
 */
export async function readEvents(
  { system }: Pick<Database, 'system'>,
  school: LiveSchool,
  room: string,
  since: number,
  to: number,
): Promise<readonly EventFrame[] | null> {
  if (to - since > KEPT_EVENTS) return null;
  if (to <= since) return [];
  const { rows } = await system.query<Row>({ name: 'events', text: EVENTS, values: [room, school.id, since, to] });
  if (Number(rows[0]?.seq) !== since + 1) return null;
  return rows.filter((row) => school.plugins.speaks(row.type)).map((row) => frameOf(room, withoutOff(row, school)));
}

/** One event by its number, for those who hear it after commit. */
export async function readEvent(
  database: Pick<Database, 'system'>,
  school: LiveSchool,
  room: string,
  seq: number,
): Promise<EventFrame | null> {
  const events = await readEvents(database, school, room, seq - 1, seq);
  return events?.[0] ?? null;
}

/** A message says what plugins show on it: not of those that are off now. */
function withoutOff(row: Row, { plugins }: LiveSchool): Row {
  const { message } = row.payload as { message?: { shows?: Readonly<Record<string, unknown>> } };
  if (row.type !== 'message.sent' || !message?.shows) return row;
  const shows = Object.fromEntries(Object.entries(message.shows).filter(([plugin]) => plugins.has(plugin)));
  return { ...row, payload: { message: { ...message, shows } } };
}

const frameOf = (room: string, row: Row): EventFrame => ({
  t: 'event',
  room,
  seq: Number(row.seq),
  event: row.type,
  by: row.by_plugin === null ? { person: row.by_person ?? '' } : { plugin: row.by_plugin },
  at: row.at.toISOString(),
  payload: row.payload,
});
