import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { json } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { isoUtc } from '../messages/thread-facts.ts';
import { nameOrder } from '../names.ts';
import { personJson } from '../people/person-view.ts';
import type { RoomAccess } from '../rooms/find-room.ts';
import type { ParticipantView } from '../views.ts';

/** Everyone who is or was in a room, by name: messages of those who left still need one. */
export async function readParticipants(
  { em, asked: { school, person } }: UnitOfWork,
  { room }: RoomAccess,
): Promise<ParticipantView[]> {
  const rows = await run(
    em,
    sql({
      participant: json<ParticipantView>(),
    })`select jsonb_build_object('person', ${personJson(sql`h`)}, 'role', p.role,
       'joinedAt', ${isoUtc(sql`p.joined_at`)},
       'leftAt', ${isoUtc(sql`p.left_at`)},
       'lastSeenAt', case when ${school.plugins.tellsLastSeen} then ${isoUtc(sql`h.last_seen_at`)} end) participant
     from participant p join person h on h.id = p.person_id left join person reader on reader.id = ${person?.id ?? null}
     where p.room_id = ${room.id} order by h.id`,
  );
  const order = nameOrder(school.locale);
  return rows.map(({ participant }) => participant).sort((a, b) => order(a.person.name, b.person.name));
}
