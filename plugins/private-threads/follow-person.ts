import type { ActorContext, Outcome } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';
import { tellPeople } from './tell.ts';

/** Somebody has another name or picture: whoever has a conversation of theirs in the list reads it again. */
export async function followPerson(
  { id }: Outcome<'person.rename' | 'person.correctName' | 'person.changePicture'>,
  _accepted: undefined,
  ctx: ActorContext<typeof privateThreads>,
): Promise<void> {
  const rows = await ctx.em.execute<{ person_id: string }[]>(
    `select distinct p.person_id from private_threads t join participant p on p.room_id = t.room_id and p.left_at is null
     where ?::uuid in (t.low_id, t.high_id)`,
    [id],
  );
  tellPeople(
    rows.map(({ person_id }) => person_id),
    ctx,
  );
}
