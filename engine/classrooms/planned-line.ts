import type { ClassRole, SchoolRole } from '../roles/roles.ts';

/**
 * What handing in a list does with one of its lines. `invite`: somebody new to the school; `account`: the same without an
 * address, who has an account at once; `enrol`: somebody it knows; `change`: another role in the class; `already`: nothing is
 * left to do; `skip`: it cannot be done.
 */
export type RosterAct = 'invite' | 'account' | 'enrol' | 'change' | 'already' | 'skip';

export interface PlannedLine {
  readonly line: number;
  /** Empty for somebody who has none. */
  readonly email: string;
  /** What somebody without an address signs in with: as the list says, or as is proposed. Else empty. */
  readonly userName: string;
  readonly name: string;
  readonly role: ClassRole | null;
  readonly act: RosterAct;
  /** What the school calls this person, who is known to it. */
  readonly known: string | null;
  /** Why it cannot be done, or why nothing is left to do. */
  readonly why: string | null;
  readonly personId: string | null;
}

/** Somebody of the school, as their line of a list finds them. */
export interface Known {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly schoolRole: SchoolRole;
  readonly left: boolean;
  /** On this class's roster; null when they are not. */
  readonly role: ClassRole | null;
}

export const LEFT = 'This person has left the school.';
