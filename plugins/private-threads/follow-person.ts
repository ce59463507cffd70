import { type ActorContext, type Outcome, run, sql, uuid } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';
import { tellPeople } from './tell.ts';

/** After somebody's name or picture changed: people who have a conversation with them in the list read it again. */
export async function followPerson(
  { id }: Outcome<'person.rename' | 'person.correctName' | 'person.changePicture'>,
  _accepted: undefined,
  ctx: ActorContext<typeof privateThreads>,
): Promise<void> {
  const rows = await run(
    ctx.em,
    sql({ person_id: uuid })`select distinct p.person_id from private_threads t
     join participant p on p.room_id = t.room_id and p.left_at is null
     where ${id}::uuid in (t.low_id, t.high_id)`,
  );
  tellPeople(
    rows.map(({ person_id }) => person_id),
    ctx,
  );
}
