import { lazy } from '../kit/lazy.svelte.ts';

export const databasePart = lazy(() => import('./sealed-database.ts'));

/** A browser that does not open the database in this time gets on without it. */
export const PATIENCE_MS = 3_000;

/** @throws when the work takes longer, or fails */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return Promise.race([work, new Promise<never>((_, fail) => setTimeout(() => fail(new Error('too slow')), ms))]);
}
