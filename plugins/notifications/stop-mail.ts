import type { ServerResponse } from 'node:http';
import { type ActorContext, inHtml, missing, type Route, run, sql } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import { ALL } from './stop-link.ts';

type Ctx = Parameters<Route<typeof notifications>>[2];

/**
 * Ends somebody's mail about one kind, or `all`. Looking at the address changes nothing, since programs that check mail for
 * harm look at every one; a press does, and so does a mail program that asks by itself (RFC 8058).
 */
export async function stopMail(kind: string, acts: boolean, res: ServerResponse, ctx: Ctx): Promise<void> {
  const title = await ctx.work(async ({ notices }) => notices[kind]?.title);
  if (title === undefined && kind !== ALL) throw missing();
  if (acts) await ctx.work((work) => stop(kind, work));
  const about = title === undefined ? 'what you have not read' : `“${title}”`;
  const school = ctx.school.title;
  const says = acts
    ? `You will get no more mail about ${about} from ${school}.`
    : `Do you want to get no more mail about ${about} from ${school}?`;
  res.writeHead(200, HEADERS).end(page(school, says, acts, ctx.deployment.publicUrl));
}

async function stop(kind: string, { em, school, actor }: ActorContext<typeof notifications>): Promise<void> {
  if (kind === ALL)
    await run(
      em,
      sql`insert into notifications_person (person_id, school_id, mail, chosen_at)
       values (${actor.id}, ${school.id}, false, now())
       on conflict (person_id) do update set mail = false, chosen_at = now()`,
    );
  else
    await run(
      em,
      sql`insert into notifications_reason (person_id, notice, school_id, bell, push, mail, chosen_at)
       values (${actor.id}, ${kind}, ${school.id}, true, true, false, now())
       on conflict (person_id, notice) do update set mail = false, chosen_at = now()`,
    );
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
};

const page = (title: string, says: string, done: boolean, publicUrl: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Mail from ${inHtml(title)}</title></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 34em; margin: 3em auto; padding: 0 1em">
<main><h1 style="font-size: 1.25em">Mail from ${inHtml(title)}</h1><p>${inHtml(says)}</p>
${done ? '' : '<form method="post"><button style="font: inherit; padding: 0.5em 1em">No more mail</button></form>'}
<p><a href="${inHtml(publicUrl)}/profile">Choose what you are told of</a></p></main></body></html>
`;
