import { DomainError } from '../errors/domain-error.ts';
import type { AccountDoors, NewSession } from './account-doors.ts';
import { hashCard, type UseCardDraft } from './card-code.ts';

interface Card {
  readonly account: string;
  readonly schoolId: string;
}

/** One answer for cards that never were, have ended, were taken back, or are of somebody who may not use one: it tells nothing. */
const cardEnded = (): DomainError =>
  new DomainError('session.card-ended', 'forbidden', 'This card no longer works. Ask your teacher for a new one.');

/**
 * Signs in the pupil whose class card it is.
 * @param address the asker's (`countedAddress`), for limits
 * @throws DomainError `session.card-ended`, `limited`
 */
export async function useCard({ code }: UseCardDraft, address: string, doors: AccountDoors): Promise<NewSession> {
  const hash = hashCard(code);
  const forgive = await doors.attempts.signIn.take(`card ${hash}`, address);
  const card = await doors.attempts.link.look('card', address, () => findCard(hash, doors));
  if (!card) throw cardEnded();
  const session = await doors.openSession(card.account);
  if (!(await markUsed(hash, doors))) {
    await doors.signOut(card.account);
    throw cardEnded();
  }
  await forgive();
  return session;
}

/** A pupil without an address, of this class and school now. A one-time password puts cards out of use until it is used. */
async function findCard(hash: string, { database, schools }: AccountDoors): Promise<Card | null> {
  const { rows } = await database.system.query<Card>({
    name: 'accounts-card',
    text: `select p.account_id account, p.school_id "schoolId" from class_card k
       join person p on p.id = k.person_id and p.school_id = k.school_id
       join enrolment e on e.classroom_id = k.classroom_id and e.person_id = k.person_id
       where k.code_hash = $1 and k.expires_at > now() and e.ended_at is null and e.role = 'student'
         and p.role = 'student' and p.left_at is null and p.email is null and p.account_id is not null
         and not exists (select from password_slip l where l.account_id = p.account_id)`,
    values: [hash],
  });
  const card = rows[0];
  return card && schools.byId(card.schoolId) ? card : null;
}

/** Waits for whoever takes the card back meanwhile, and sees what they did: no session outlives its card by a race. */
async function markUsed(hash: string, { database }: AccountDoors): Promise<boolean> {
  const { rowCount } = await database.system.query(
    'update class_card set used_at = now() where code_hash = $1 and expires_at > now()',
    [hash],
  );
  return rowCount === 1;
}
