import { getContext, setContext } from 'svelte';

const KEY = Symbol('field');

/** What a Field tells the control inside it, so that label, hint and error belong to it for a screen reader. */
export interface FieldReach {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly required: boolean;
}
export const offerField = (reach: FieldReach): FieldReach => setContext(KEY, reach);
export const useField = (): FieldReach | undefined => getContext(KEY);

/** The look every text control shares. */
export const CONTROL_LOOK =
  'block w-full rounded-control border border-line-strong bg-surface px-3 text-ink placeholder:text-ink-faint ' +
  'transition-colors hover:border-ink-faint focus:border-focus focus:outline-2 focus:-outline-offset-1 focus:outline-focus ' +
  'aria-invalid:border-danger disabled:opacity-60 max-sm:text-base';
