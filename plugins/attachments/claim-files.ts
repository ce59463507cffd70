import { type ActorContext, type Outcome, run, sql } from '../../engine/index.ts';
import type { Claim, FileView } from './contract.ts';
import { type FileRow, viewOf } from './file-row.ts';
import type { Attachments } from './state.ts';

type Context = ActorContext<Attachments>;

/**
 * Gives uploads of the sender to a message, in its transaction and in their order. All of them, or the message is not sent:
 * one of somebody else, one that another message has and one that never was are told alike.
 * @throws a refusal: `not-allowed`, `too-many`, `not-offered`, `not-there`, `infected`
 */
export async function claimFiles(
  { id }: Outcome<'message.send'>,
  claims: readonly Claim[],
  ctx: Context,
): Promise<FileView[]> {
  if (!ctx.room || !ctx.can('attach')) return ctx.refuse('not-allowed');
  if (claims.length > ctx.settings.perMessage) ctx.refuse('too-many', { most: ctx.settings.perMessage });
  if (!ctx.settings.voice && claims.some(({ voice }) => voice)) ctx.refuse('not-offered', { part: 'voice messages' });
  const rows = await takeRows(id, ctx.room.id, claims, ctx);
  const byId = new Map(rows.map((row) => [row.id, row]));
  if (byId.size !== claims.length) ctx.refuse('not-there');
  if (rows.some(({ scan }) => scan === 'infected')) ctx.refuse('infected');
  return claims.map((claim) => {
    const row = byId.get(claim.id);
    return row && (row.kind === 'voice') === (claim.voice !== undefined)
      ? viewOf(row, ctx.settings)
      : ctx.refuse('not-there');
  });
}

function takeRows(
  messageId: string,
  roomId: string,
  claims: readonly Claim[],
  { em, actor }: Context,
): Promise<FileRow[]> {
  const taken = claims.map(({ id, caption = '', alt = '', voice }, place) => ({
    ...{ id, place, caption, alt, duration: voice?.duration ?? null, peaks: voice?.peaks ?? null },
  }));
  return run(
    em,
    sql<FileRow>`update attachments_file f
     set message_id = ${messageId}, room_id = ${roomId}, place = v.place, caption = v.caption, alt = v.alt,
       duration = coalesce(f.duration, v.duration), peaks = v.peaks
     from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) v (id uuid, place int, caption text, alt text,
       duration int, peaks jsonb)
     where f.id = v.id and f.person_id = ${actor.id} and f.here and f.message_id is null returning f.*`,
  );
}
