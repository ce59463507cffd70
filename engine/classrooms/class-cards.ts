import { z } from 'zod';
import { closeBareAccounts } from '../accounts/bare-account.ts';
import { command } from '../commands/command.ts';
import type { Draft } from '../commands/commands.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { forbidden } from '../errors/domain-error.ts';
import { type ActName, noteAct } from '../people/acts.ts';
import { cardsEnd } from './cards-end.ts';
import { findClassroomAsStaff } from './find-classroom.ts';

/** As many as a class has pupils at most. */
export const MOST_CARDS = 500;

interface CardHolder {
  readonly id: string;
  readonly name: string;
  readonly userName: string;
  readonly account: string;
}

/**
 * Makes class cards for pupils without an address, by the class's staff; a card a pupil had of this class opens nothing from
 * then on. What is handed in are hashes, which only `Accounts.newCard` makes. `until` is the last day, in the school's time
 * zone; without it the day of the class's other cards. `lost` ends every card of the pupil, in every class, signs out all
 * sessions that cards opened, and removes the password.
 * @throws DomainError `classrooms.no-card`, `invalid` (`until`)
 */
export const makeCards = command('classroom.makeCards', {
  draft: z.strictObject({
    classroomId: z.uuid(),
    cards: z
      .array(z.strictObject({ personId: z.uuid(), hash: z.string().regex(/^[0-9a-f]{64}$/) }))
      .min(1)
      .max(MOST_CARDS),
    until: z.iso.date().optional(),
    lost: z.literal(true).optional(),
  }),
  access: ({ classroomId }, work) => findClassroomAsStaff(work, classroomId),
  async run(draft, { classroom }, work) {
    const holders = await cardHolders(work, draft);
    const expiresAt = await cardsEnd(work, draft);
    if (draft.lost) await endAllCards(work, draft);
    await write(work, draft, expiresAt);
    if (draft.lost) await close(work, holders, { forget: true });
    await note(work, holders, draft.lost ? 'cardLost' : 'cardMade', classroom?.title ?? '');
    const cards = holders.map(({ id, name, userName }) => ({ personId: id, name, userName }));
    return { expiresAt: expiresAt.toISOString(), cards };
  },
});

/**
 * Takes class cards back, some or all of a class, and signs their pupils out. Twice is once. For the class's staff.
 */
export const takeCards = command('classroom.takeCards', {
  draft: z.strictObject({ classroomId: z.uuid(), personIds: z.array(z.uuid()).min(1).max(MOST_CARDS).optional() }),
  access: ({ classroomId }, work) => findClassroomAsStaff(work, classroomId),
  async run({ classroomId, personIds }, { classroom }, work) {
    const holders = await run(
      work.em,
      sql<CardHolder>`with taken as (delete from class_card where classroom_id = ${classroomId}
         ${personIds ? sql`and person_id = any(${personIds}::uuid[])` : sql``} returning person_id)
       select h.id, h.name, h.user_name "userName", h.account_id account from taken t join person h on h.id = t.person_id
       order by h.id`,
    );
    await close(work, holders, { forget: false });
    await note(work, holders, 'cardTaken', classroom?.title ?? '');
    return { taken: holders.length };
  },
});

/** All of them or nobody. */
async function cardHolders({ em }: UnitOfWork, { classroomId, cards }: Draft<'classroom.makeCards'>) {
  const wanted = [...new Set(cards.map(({ personId }) => personId))];
  const holders = await run(
    em,
    sql<CardHolder>`select h.id, h.name, h.user_name "userName", h.account_id account from enrolment e
     join person h on h.id = e.person_id
     where e.classroom_id = ${classroomId} and e.person_id = any(${wanted}::uuid[]) and e.ended_at is null
       and e.role = 'student'
       and h.role = 'student' and h.left_at is null and h.email is null and h.account_id is not null
     order by h.id`,
  );
  if (holders.length < wanted.length)
    throw forbidden('classrooms.no-card', 'Class cards are for pupils of the class who have no email address.');
  return holders;
}

/** Nobody knows which card was found. Rows are locked in one order, so that two members of staff cannot deadlock. */
async function endAllCards({ em }: UnitOfWork, { cards }: Draft<'classroom.makeCards'>): Promise<void> {
  await run(
    em,
    sql`delete from class_card where (classroom_id, person_id) in (
       select classroom_id, person_id from class_card
       where person_id = any(${cards.map(({ personId }) => personId)}::uuid[])
       order by person_id, classroom_id for update)`,
  );
}

async function write(work: UnitOfWork, { classroomId, cards }: Draft<'classroom.makeCards'>, expiresAt: Date) {
  const inOrder = [...new Map(cards.map((card) => [card.personId, card])).values()].sort((a, b) =>
    a.personId < b.personId ? -1 : 1,
  );
  await run(
    work.em,
    sql`insert into class_card (classroom_id, person_id, school_id, code_hash, made_at, expires_at)
     select ${classroomId}, (card->>'personId')::uuid, ${work.asked.school.id}, card->>'hash', ${work.at}, ${expiresAt}
     from jsonb_array_elements(${JSON.stringify(inOrder)}::jsonb) with ordinality as given (card, place) order by place
     on conflict (classroom_id, person_id) do update set code_hash = excluded.code_hash, made_at = excluded.made_at,
       expires_at = excluded.expires_at, used_at = null`,
  );
}

async function close(work: UnitOfWork, holders: readonly CardHolder[], how: { readonly forget: boolean }) {
  const accounts = holders.flatMap(({ account }) => account ?? []);
  // After the cards were written: a sign-in by one of them that is under way waits, and finds it gone.
  await closeBareAccounts(work.engine.database.system, accounts, how);
  for (const account of accounts) work.news.push({ kind: 'signed-out', account });
}

async function note(work: UnitOfWork, holders: readonly CardHolder[], act: ActName, classroom: string) {
  for (const { id } of holders) await noteAct(work, id, act, { classroom });
}
