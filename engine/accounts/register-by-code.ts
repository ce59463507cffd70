import { refuseRemovedSince } from '../classrooms/removed-since.ts';
import { run, sql } from '../database/sql.ts';
import { invalid } from '../errors/domain-error.ts';
import { refuseNameOfStaff } from '../people/name-of-staff.ts';
import { type ClassRole, isStaff } from '../roles/roles.ts';
import type { LiveSchool } from '../schools/schools.ts';
import type { AccountDoors } from './account-doors.ts';
import { promiseLetter } from './letters.ts';
import type { Account } from './passwords.ts';
import type { Registered } from './register.ts';
import { addPerson, linkAccount, personWithEmail, type RosterPerson } from './roster.ts';
import type { RegisterDraft } from './words.ts';

interface LiveCode {
  readonly classroomId: string;
  readonly role: ClassRole;
  readonly createdAt: Date;
}
interface Registering {
  readonly draft: RegisterDraft & { readonly password: string };
  readonly school: LiveSchool;
  readonly code: LiveCode;
  readonly address: string;
}

/**
 * Registers by a class code: account, person and enrolment at once. A code proves no mailbox, so it opens nothing that was
 * there before: neither an account whose password was not given, nor a person of the roster, who may be a teacher. Those
 * get a link by mail. Done again after it broke off, it goes on where it stopped.
 */
export async function registerByCode(
  draft: RegisterDraft,
  school: LiveSchool,
  address: string,
  doors: AccountDoors,
): Promise<Registered> {
  const { password } = draft;
  if (!password) throw invalid('password', 'Please choose a password.');
  const code = await liveCode(draft.code, school, address, doors);
  const registering = { draft: { ...draft, password }, school, code, address };
  // A class registers at once: its passwords have their turn beside those of addresses that are made up meanwhile.
  return doors.passwords.as(`class ${code.classroomId}`, () => registerInClass(registering, doors));
}

async function registerInClass(registering: Registering, doors: AccountDoors): Promise<Registered> {
  const { draft, school, code } = registering;
  if (!isStaff(code.role))
    await doors.database.inSchool(school.id, (em) => refuseNameOfStaff(em, school.id, draft.name));
  const person = await doors.database.inSchool(school.id, (em) => personWithEmail(em, school.id, draft.email));
  const account = await doors.passwords.find(draft.email);
  if (account) return registerKnown(registering, account, person, doors);
  return person ? byMail(person, doors) : registerNew(registering, doors);
}

/**
 * A teacher's code lets staff whom the school knows onto a roster; it makes nobody staff of the school, as a teacher's list
 * does not. That is for admins.
 * @throws DomainError `session.code-unknown`: no such code, expired, of another school, of an archived class, a teacher's
 *   code for staff
 */
export async function liveCode(
  code: string | undefined,
  school: LiveSchool,
  address: string,
  doors: AccountDoors,
): Promise<LiveCode> {
  const live = await doors.attempts.code.look(school.id, address, () => findCode(code, school, doors));
  if (!live) throw invalid('code', 'This code is not known, or it has expired.', 'session.code-unknown');
  return live;
}

async function findCode(code: string | undefined, school: LiveSchool, doors: AccountDoors): Promise<LiveCode | null> {
  const [live] = await doors.database.inSchool(school.id, (em) =>
    run(
      em,
      sql<LiveCode>`select k.classroom_id as "classroomId", k.role, k.created_at as "createdAt" from class_code k
       join classroom c on c.id = k.classroom_id join person maker on maker.id = k.created_by
       where k.code = ${code ?? ''} and k.school_id = ${school.id} and k.expires_at > now() and c.archived_at is null
         and (k.role in ('student', 'guardian') or maker.role = 'admin')`,
    ),
  );
  return live ?? null;
}

async function registerNew(registering: Registering, doors: AccountDoors): Promise<Registered> {
  const { name, email, password } = registering.draft;
  const account = await doors.passwords.create({ email, name, password, proven: false });
  const { person, added } = await join(registering, account, doors);
  if (!added) return byMail(person, doors);
  await promise('welcome', person, doors);
  return enrolled(registering, person, account, doors);
}

/** Somebody with an account, of this school or another: their password lets them in at once, their mailbox later. */
async function registerKnown(
  registering: Registering,
  account: Account,
  person: RosterPerson | null,
  doors: AccountDoors,
): Promise<Registered> {
  const { draft, school, address } = registering;
  const forgive = await doors.attempts.signIn.take(draft.email, address);
  const theirs = await doors.passwords.check(account, draft.password);
  if (!theirs) return byMail(person ?? (await invited(registering, doors)), doors);
  await forgive();
  if (person && person.accountId !== account.id) return byMail(person, doors);
  if (person?.left) return byMail(person, doors);
  if (person) await doors.database.inSchool(school.id, (em) => refuseRemovedSince(em, registering.code, person.id));
  return enrolled(registering, person ?? (await join(registering, account, doors)).person, account, doors);
}

async function join({ draft, school, code }: Registering, account: Account, doors: AccountDoors) {
  return doors.database.inSchool(school.id, async (em) => {
    const joined = await addPerson(em, { schoolId: school.id, email: draft.email, name: draft.name, role: code.role });
    if (joined.added) await linkAccount(em, joined.person.id, account.id);
    return joined;
  });
}

/** On the roster and in the class, without an account yet. */
async function invited({ draft, school, code }: Registering, doors: AccountDoors): Promise<RosterPerson> {
  const newcomer = { schoolId: school.id, email: draft.email, name: draft.name, role: code.role };
  const { person, added } = await doors.database.inSchool(school.id, (em) => addPerson(em, newcomer));
  if (added) await doors.enrol(school.id, code.classroomId, person.id, code.role);
  return person;
}

async function enrolled(
  { school, code }: Registering,
  person: RosterPerson,
  account: Account,
  doors: AccountDoors,
): Promise<Registered> {
  await doors.enrol(school.id, code.classroomId, person.id, code.role);
  return { signedIn: true, session: await doors.openSession(account.id) };
}

async function byMail(person: RosterPerson, doors: AccountDoors): Promise<Registered> {
  await promise('how-to-go-on', person, doors);
  return { signedIn: false };
}

const promise = (letter: 'how-to-go-on' | 'welcome', { id: personId, schoolId }: RosterPerson, doors: AccountDoors) =>
  doors.database.inSchool(schoolId, (em) => promiseLetter(em, schoolId, { letter, personId }));
