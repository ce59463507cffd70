import { DomainError } from '../errors/domain-error.ts';

/** The code of the refusal with which something ends. @throws what else went wrong; Error when nothing did */
export async function refusalOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
  } catch (error) {
    const refusal = error instanceof DomainError ? error : (error as Error).cause;
    if (refusal instanceof DomainError) return refusal.code;
    throw error;
  }
  throw new Error('it was not refused');
}
