import { type HeardEvent, type PluginContext, run, sql, uuid } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';
import { tellPeople } from './tell.ts';

type Changed =
  | HeardEvent<typeof privateThreads, 'message.edited'>
  | HeardEvent<typeof privateThreads, 'message.deleted'>;

/** A message was edited or deleted: conversations that it stands on top of say so to whoever has one of them open. */
export async function followAbout({ payload }: Changed, ctx: PluginContext<typeof privateThreads>): Promise<void> {
  const rows = await run(
    ctx.em,
    sql({ person_id: uuid })`select distinct p.person_id from private_threads t
     join participant p on p.room_id = t.room_id and p.left_at is null
     where t.about_id = ${payload.id}::uuid`,
  );
  tellPeople(
    rows.map(({ person_id }) => person_id),
    ctx,
  );
}
