import type { Accounts } from '../accounts/accounts.ts';
import type { SignedIn } from '../accounts/signed-in.ts';
import type { Asked } from '../commands/asked.ts';
import { inTurn, newWork, type UnitOfWork } from '../commands/unit-of-work.ts';
import type { Engine } from '../engine.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Limits } from './limits.ts';

/** What every call carries, whichever door it came through. */
export interface ApiContext {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly limits: Limits;
  readonly jobs: Pick<Jobs, 'ofSchool'>;
  readonly who: SignedIn | null;
  /** The socket it came over; absent over HTTP. */
  readonly connection?: string | undefined;
  /** Over HTTP: the school whose membership ended, and with it the session of the request; null when it was not that. */
  readonly endedSchool?: (() => ReturnType<Accounts['endedSchool']>) | undefined;
  /** Address of the client, as far as the proxies in front are believed. */
  readonly address: string;
  /** Sends Set-Cookie lines with the answer; over the socket there is no answer to put them on. */
  setCookie(lines: readonly string[]): void;
}

/** @throws DomainError `signed-out`; `unavailable` while the person's school is closed by a bad school file */
export function askedBy({ who, engine, connection }: ApiContext): Asked {
  if (!who) throw new DomainError('signed-out', 'signed-out', 'Please sign in.');
  const school = engine.schools.byId(who.person.schoolId);
  if (!school) throw new DomainError('schools.closed', 'unavailable', 'This school is closed at the moment.');
  return { school, person: who.person, session: who.session, ...(connection && { connection }) };
}

/** Reads in one transaction that sees the asker's school only, at one moment: a page and its head agree. It cannot write. */
export function reading<T>(engine: Engine, asked: Asked, read: (work: UnitOfWork) => Promise<T>): Promise<T> {
  return inTurn(engine, asked, () =>
    engine.database.readSchool(asked.school.id, (em) => read(newWork(engine, asked, em))),
  );
}
