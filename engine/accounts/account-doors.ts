import type { Database } from '../database/database.ts';
import type { Post } from '../mail/post.ts';
import type { ClassRole } from '../roles/roles.ts';
import type { Schools } from '../schools/schools.ts';
import type { Attempts } from './attempts.ts';
import type { Links } from './links.ts';
import type { PasswordSlips } from './password-slip.ts';
import type { Passwords } from './passwords.ts';

/** Puts a person on a class's roster by its code: by the command `classroom.enrol`. */
export type Enrol = (schoolId: string, classroomId: string, personId: string, role: ClassRole) => Promise<unknown>;

/** The session of somebody who has just registered. */
export interface NewSession {
  /** Set-Cookie lines, for an answer over HTTP. */
  readonly setCookie: readonly string[];
  /** For `Authorization: Bearer`. */
  readonly token: string;
}

/** What registering, inviting and accepting work with. */
export interface AccountDoors {
  readonly database: Database;
  readonly schools: Pick<Schools, 'bySlug' | 'byId'>;
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  readonly post: Post;
  readonly links: Links;
  readonly slips: PasswordSlips;
  readonly enrol: Enrol;
  /** Signs in an account whose owner has proven who they are. @throws DomainError `session.no-school` */
  openSession(account: string): Promise<NewSession>;
  /** Ends every session of an account. */
  signOut(account: string): Promise<void>;
}
