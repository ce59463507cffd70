import { DomainError, unavailable } from './domain-error.ts';

/** A party outside (a store, a mail server, a push service) cannot do it now: what was asked may be asked again. */
export class NotNow extends Error {
  override readonly name: string = 'NotNow';
}

/** A party outside refuses it for good: asked again, it would refuse again. */
export class Refused extends Error {
  override readonly name: string = 'Refused';
}

/** What only reads tried to write: a bug of ours, though a standby refuses with the same code. */
export class WroteInRead extends Error {
  override readonly name = 'WroteInRead';
  readonly code = '25006';
}

/**
 * The database cannot do it now, by SQLSTATE: lost or refused connections (08, 28, 3D000), a full disk, no memory, no
 * connection left (53), stopping or starting (57P), failing disks (58), a standby (25006), a session that was ended (25P03,
 * 25P04), a race that was lost each time (40), a lock or a statement that took too long (55P03, 57014).
 */
const SQL = /^(08...|28...|3D000|53...|57P..|58...|25006|25P0[34]|40001|40003|40P01|55P03|57014)$/;
/** The network, a disk or the machine cannot do it now, by the codes of Node and its libraries. */
const SYSTEM =
  /^(ECONN\w+|EPIPE|E(HOST|NET)(UNREACH|DOWN)|ETIMEDOUT|ESOCKET|ENOTFOUND|EAI_AGAIN|EDNS|ENOSPC|EDQUOT|EROFS|EIO|EMFILE|ENFILE|ENOMEM|UND_ERR_\w+)$/;
/** Sentences of pg, its pool and libvips that have no code of their own. The last of pg: a table was altered, so a plan is out of date. */
const SENTENCE =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|is not queryable|cached plan must not change result type|after calling end on the pool|No space left on device|Disk quota exceeded/;

/** Whether it may well be done when asked again: nobody decided anything, and no code of ours is at fault. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DomainError) return error.fault === 'unavailable';
  if (error instanceof WroteInRead) return false;
  if (error instanceof NotNow) return true;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (SQL.test(code) || SYSTEM.test(code))) return true;
  if (SENTENCE.test(error.message)) return true;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isOutage);
  return isOutage(error.cause);
}

/** The refusal that an error is or stands for, whichever way it goes out; null: a bug of ours. */
export function refusalIn(error: unknown): DomainError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof DomainError) return cause;
  return isOutage(error) ? unavailable() : null;
}
