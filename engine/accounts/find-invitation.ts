import { DomainError } from '../errors/domain-error.ts';
import type { SchoolRole } from '../roles/roles.ts';
import type { LiveSchool } from '../schools/schools.ts';
import type { SchoolView } from '../views.ts';
import type { AccountDoors } from './account-doors.ts';
import { hashLinkToken } from './link-token.ts';

/** What the page behind an invitation's link shows. */
export interface InvitationView {
  readonly school: SchoolView;
  readonly email: string;
  readonly name: string;
  /** The address has an account, of this school or another: its password is asked for instead of a new one. */
  readonly hasAccount: boolean;
}
export interface OpenInvitation {
  readonly tokenHash: string;
  readonly school: LiveSchool;
  /** It came from an admin's hand, not by mail. */
  readonly handed: boolean;
  readonly person: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly role: SchoolRole;
  };
}

interface Row {
  tokenHash: string;
  handed: boolean;
  schoolId: string;
  id: string;
  email: string;
  name: string;
  role: SchoolRole;
}

/** One answer for links that never were, have expired or were used: it tells nothing. */
export const linkExpired = (): DomainError =>
  new DomainError('session.link-expired', 'missing', 'This link has expired or was used before.');

/**
 * Finds an invitation that can still be accepted.
 * @param address the asker's (`countedAddress`), for limits
 * @throws DomainError `session.link-expired`, `limited`
 */
export async function findInvitation(token: string, address: string, doors: AccountDoors): Promise<OpenInvitation> {
  const invitation = await doors.attempts.link.look('invitation', address, () => readInvitation(token, doors));
  if (!invitation) throw linkExpired();
  return invitation;
}

/** The school is known only by it, hence the system's view of the table. */
async function readInvitation(token: string, doors: AccountDoors): Promise<OpenInvitation | null> {
  const { rows } = await doors.database.system.query<Row>(
    `select i.token_hash as "tokenHash", i.handed, i.school_id as "schoolId", p.id, p.email, p.name, p.role
     from invitation i join person p on p.id = i.person_id and p.school_id = i.school_id
     where i.token_hash = $1 and i.expires_at > now() and p.account_id is null and p.left_at is null`,
    [hashLinkToken(token)],
  );
  const row = rows[0];
  const school = row && doors.schools.byId(row.schoolId);
  if (!row || !school) return null;
  return { tokenHash: row.tokenHash, handed: row.handed, school, person: row };
}

/** @throws DomainError `session.link-expired`, `limited` */
export async function viewInvitation(token: string, address: string, doors: AccountDoors): Promise<InvitationView> {
  const { school, person } = await findInvitation(token, address, doors);
  const { slug, title, locale, timezone } = school;
  const hasAccount = (await doors.passwords.find(person.email)) !== null;
  return { school: { slug, title, locale, timezone }, email: person.email, name: person.name, hasAccount };
}
