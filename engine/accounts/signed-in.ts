import type { SchoolRole } from '../roles/roles.ts';

/** Who asks: an account's session, and the person it is in the session's active school. */
export interface SignedIn {
  /** The session's id, never its token. */
  readonly session: string;
  readonly account: string;
  /** Role and grants as one text: when it differs, something they may do has changed. */
  readonly rights: string;
  readonly person: {
    readonly id: string;
    readonly schoolId: string;
    readonly accountId: string;
    readonly name: string;
    /** Null for somebody who has none, and signs in by a user name. */
    readonly email: string | null;
    readonly userName: string | null;
    readonly role: SchoolRole;
    readonly avatarVersion: string | null;
  };
}

/** What a session is known by: headers of a request, an upgrade, or a first frame. */
export interface SignInHeaders {
  readonly cookie?: string | undefined;
  readonly authorization?: string | undefined;
}

/** A session ended, or without `session` every session of the account. */
export interface SignedOut {
  readonly account: string;
  readonly session?: string;
}
