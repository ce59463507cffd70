import { run, type SchoolFacts, sql, text, uuid } from '../../engine/index.ts';
import { dueTimes } from './due-times.ts';
import { EVERY } from './every-message.ts';
import { type Context, NOTICES, pluginTitle, UNREAD, visible } from './reads.ts';
import { ALL, stopLink } from './stop-link.ts';
import { mayLeave } from './texts-that-leave.ts';

/** One thing in a digest, as its reader may see it now. */
export interface DigestLine {
  readonly id: string;
  readonly notice: string;
  readonly author: string | null;
  readonly roomId: string;
  readonly classroomId: string;
  /** What the reader calls it. */
  readonly room: string;
  readonly classroom: string;
  /** Null where it is about no message, or its text does not leave the server. */
  readonly text: string | null;
}

/** What one person is mailed. */
export interface Digest {
  readonly personId: string;
  readonly school: SchoolFacts;
  readonly publicUrl: string;
  readonly lines: readonly (DigestLine & { readonly says: string })[];
  /** Of each kind in it: what it is called, and the address that ends mail about it. */
  readonly stops: readonly { readonly title: string; readonly link: string }[];
  readonly stopAll: string;
}

const PEOPLE_AT_ONCE = 200;
/** For so long nobody else mails the same person. It is longer than a mail server is waited for: after it, the process died. */
const UNDER_WAY = '15 minutes';
const RETRY = '10 minutes';

/**
 * Who may be waiting for a mail. What was unread for days, while nobody was mailed, is no news. In no order: those who want no
 * mail of it after all, and are asked about again each time, keep nobody else from a turn.
 */
export async function peopleToMail(ctx: Context): Promise<readonly string[]> {
  const rows = await run(
    ctx.em,
    sql({ person_id: uuid })`select person_id from (select distinct n.person_id from notifications n left
     join notifications_person y on y.person_id = n.person_id
     where n.mailed_at is null and n.read_at is null and not n.held
       and n.due_at <= now() - make_interval(mins => ${ctx.settings.mailAfter}::int)
         and n.due_at > now() - make_interval(mins => ${ctx.settings.mailAfter}::int, days => 3)
       and coalesce(y.mail, true) and coalesce(y.mail_from <= now(), true)
       and (n.notice <> ${EVERY} or exists (
         select from notifications_reason w where w.person_id = n.person_id and w.notice = n.notice and w.mail))) waiting
     order by random() limit ${text(PEOPLE_AT_ONCE)}`,
  );
  return rows.map(({ person_id }) => person_id);
}

/**
 * What somebody is to be mailed now, if it is time; null: nothing, or another mails them. Nobody else does until it is marked
 * as mailed or put off, or until the process that asked must have died.
 */
export async function claimDigest(personId: string, ctx: Context): Promise<Digest | null> {
  const [quiet] = await dueTimes([personId], ctx);
  if (quiet || !isTime(await unmailed(personId, ctx))) return null;
  if (!(await beginMail(personId, ctx))) return null;
  // Read anew: another may have mailed them in this moment.
  const lines = await unmailed(personId, ctx);
  if (isTime(lines)) return digestOf(personId, lines, ctx);
  await endMail(personId, ctx);
  return null;
}

const isTime = (rows: readonly Row[]): boolean => rows.some(({ late }) => late);

/** The mail server has it. */
export async function markMailed({ personId, lines }: Digest, ctx: Context): Promise<void> {
  await run(
    ctx.em,
    sql`update notifications set mailed_at = now() where id = any(${lines.map(({ id }) => id)}::uuid[])`,
  );
  await endMail(personId, ctx);
}

/** It could not be mailed: it will be, a little later. */
export async function putOff({ personId }: Digest, ctx: Context): Promise<void> {
  await run(
    ctx.em,
    sql`update notifications_person set mail_from = now() + interval '${text(RETRY)}' where person_id = ${personId}`,
  );
}

/** Whether nobody else mails this person now. */
async function beginMail(personId: string, { em, school }: Context): Promise<boolean> {
  const rows = await run(
    em,
    sql<object>`insert into notifications_person (person_id, school_id, mail_from, chosen_at)
     values (${personId}, ${school.id}, now() + interval '${text(UNDER_WAY)}', now())
     on conflict (person_id) do update set mail_from = excluded.mail_from
       where coalesce(notifications_person.mail_from <= now(), true)
     returning 1`,
  );
  return rows.length > 0;
}

async function endMail(personId: string, ctx: Context): Promise<void> {
  await run(ctx.em, sql`update notifications_person set mail_from = null where person_id = ${personId}`);
}

type Row = DigestLine & { readonly late: boolean };

/** What is unread for them and was not mailed, the oldest first, of kinds and rooms of which they want mail. */
const unmailed = (personId: string, ctx: Context): Promise<Row[]> =>
  run(
    ctx.em,
    sql<Row>`select n.id, n.notice, coalesce(h.name, ${pluginTitle(ctx)}) author, r.id "roomId",
       r.classroom_id "classroomId", ${ctx.roomTitle} room,
       (select title from classroom where id = r.classroom_id) classroom,
       case when ${mayLeave(ctx)} then left(m.text, 140) end "text",
       n.due_at <= now() - make_interval(mins => ${ctx.settings.mailAfter}::int) late
     from ${NOTICES} left join person h on h.id = n.by_id
     left join notifications_reason y on y.person_id = n.person_id and y.notice = n.notice
     left join notifications_room c on c.room_id = n.room_id and c.person_id = n.person_id
     where n.person_id = ${personId} and n.mailed_at is null and ${UNREAD} and ${visible(ctx)}
       and coalesce(y.mail and y.bell, n.notice <> ${EVERY})
       and coalesce(c.muted_until <= now(), true) and coalesce(c.level, 'all') <> 'none'
     order by n.id`,
  );

function digestOf(personId: string, rows: readonly Row[], ctx: Context): Digest {
  const kinds = [...new Set(rows.map(({ notice }) => notice))];
  return {
    personId,
    school: ctx.school,
    publicUrl: ctx.deployment.publicUrl,
    lines: rows.map(({ late: _, ...line }) => ({ ...line, says: ctx.notices[line.notice]?.says ?? '' })),
    stops: kinds.map((kind) => ({ title: ctx.notices[kind]?.title ?? kind, link: stopLink(kind, personId, ctx) })),
    stopAll: stopLink(ALL, personId, ctx),
  };
}
