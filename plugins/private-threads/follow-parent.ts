import { type HeardEvent, type PluginContext, run, sql, uuid } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';
import { endOpening } from './supervise.ts';
import { tellPeople } from './tell.ts';

type Context = PluginContext<typeof privateThreads>;
type Moved =
  | HeardEvent<typeof privateThreads, 'participant.left'>
  | HeardEvent<typeof privateThreads, 'participant.joined'>;

/** Somebody left a room or came back to it: those they have conversations with there see at once that it closed, or opened. */
export async function followMove(event: Moved, ctx: Context): Promise<void> {
  const personId = 'person' in event.payload ? event.payload.person : event.payload.participant.person.id;
  if (event.type === 'participant.left') await endOpening(event.roomId, personId, event.at, ctx);
  const rows = await run(
    ctx.em,
    sql({ low_id: uuid, high_id: uuid })`select low_id, high_id from private_threads
     where (parent_id = ${event.roomId} and ${personId} in (low_id, high_id))
       or (room_id = ${event.roomId} and ${personId} not in (low_id, high_id))`,
  );
  tellPeople(
    rows.flatMap(({ low_id, high_id }) => [low_id, high_id]),
    ctx,
  );
}

/** A room was archived or brought back: so were its conversations. */
export async function followArchive({ roomId }: { readonly roomId: string }, ctx: Context): Promise<void> {
  const rows = await run(
    ctx.em,
    sql({ low_id: uuid, high_id: uuid })`select low_id, high_id from private_threads where parent_id = ${roomId}`,
  );
  tellPeople(
    rows.flatMap(({ low_id, high_id }) => [low_id, high_id]),
    ctx,
  );
}
