import { v7 as newId } from 'uuid';
import { type ActorContext, int8, type RouteContext, run, sql } from '../../engine/index.ts';
import { nameOf } from './content/check-name.ts';
import { endingOf, FILE_TYPES, isMedia, typesEnding } from './content/file-types.ts';
import { isProgramEnding } from './content/programs.ts';
import { spaceOf } from './space.ts';
import type { Attachments } from './state.ts';

/** What somebody says of a file before they send it. */
export interface Announced {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** It is to be a voice message. */
  readonly voice: boolean;
}

/** Files of one person that no message has taken yet: more are not begun. */
const MOST_WAITING = 100;

/**
 * Takes note of an upload, and of the space it will need, before a byte of it has come. Answers its id.
 * @throws a refusal: its name, its size, its kind, no space left, or too many that wait
 */
export async function beginUpload(announced: Announced, ctx: RouteContext<Attachments>): Promise<string> {
  const name = demandFitting(announced, ctx);
  const id = newId();
  await ctx.work(async (work) => {
    await demandSpace(announced.size, work);
    await run(
      work.em,
      sql`insert into attachments_file (id, school_id, person_id, name, size, voice, created_at)
        values (${id}, ${ctx.school.id}, ${ctx.actor.id}, ${name}, ${announced.size}, ${announced.voice}, now())`,
    );
  });
  return id;
}

function demandFitting({ name: given, size, voice }: Announced, ctx: RouteContext<Attachments>): string {
  const { maxMegabytes } = ctx.settings;
  const name = nameOf(given);
  if (typeof name !== 'string') return ctx.refuse(name.error, { part: name.part });
  demandOffered(endingOf(name), voice, ctx);
  if (size === 0) ctx.refuse('empty');
  if (size > maxMegabytes * 1_000_000) ctx.refuse('too-large', { most: maxMegabytes * 1_000_000 });
  return name;
}

/** Under an ending that says nothing there may be a picture, a sound or a film: their content decides, once it has come. */
function demandOffered(ending: string, voice: boolean, { settings, refuse }: RouteContext<Attachments>): void {
  const part = ending ? `.${ending}` : 'no ending';
  if (isProgramEnding(ending)) refuse('program', { part });
  if (voice && !settings.voice) refuse('not-offered', { part: 'voice messages' });
  const offered = ({ kind }: { readonly kind: string }) =>
    voice ? isVoice({ kind }) : settings.types.includes(kind as never);
  const types = typesEnding(ending);
  if (!(types.length > 0 ? types : FILE_TYPES.filter(isMedia)).some(offered)) refuse('not-offered', { part });
}

/** What a browser records. */
export const isVoice = ({ kind }: { readonly kind: string }): boolean => kind === 'audio';

/** One at a time for each person: two uploads that begin at once do not both take the last space. */
async function demandSpace(size: number, ctx: ActorContext<Attachments>): Promise<void> {
  await run(ctx.em, sql`select pg_advisory_xact_lock(hashtextextended('attachments of ' || ${ctx.actor.id}, 0))`);
  const { used, quota } = await spaceOf(ctx);
  if (used + size > quota) ctx.refuse('over-quota', { left: Math.max(0, quota - used) });
  const waiting = await run(
    ctx.em,
    sql({
      count: int8,
    })`select count(*) from attachments_file where person_id = ${ctx.actor.id} and message_id is null`,
  );
  if (Number(waiting[0]?.count) >= MOST_WAITING) ctx.refuse('too-many');
}
