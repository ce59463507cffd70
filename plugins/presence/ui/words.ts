import { fromNow } from '#lib/kit/time.ts';
import type { Presence, State } from '../contract.ts';

const STATES: Readonly<Record<State, string>> = {
  online: 'Online',
  away: 'Away',
  busy: 'Busy',
  offline: 'Offline',
};

/** Every English word these components say. */
export const words = {
  states: STATES,
  /** The word for what somebody is; of those who are offline, when they were last here. */
  standing: ({ state, seenAt }: Pick<Presence, 'seenAt'> & { state: State }, now: Date): string =>
    state === 'offline' && seenAt ? `Last seen ${ago(seenAt, now)}` : STATES[state],
  showAs: 'Show me as',
  hiddenNow: 'Nobody sees whether you are here',
  available: 'Available',
  title: 'Presence',
  busy: 'Busy',
  busyHint: 'While you are here, others see that you do not want to be disturbed.',
  share: 'Show others whether I am here',
  shareHint:
    'If you turn this off, nobody sees whether you are here or when you were, and you do not see it of others.',
  notSaved: 'That was not saved. Check your connection and try again.',
  notLoaded: 'This could not be loaded.',
  again: 'Try again',
} as const;

/** A page whose clock is behind the server's was told of what is yet to come. */
const ago = (at: string, now: Date): string =>
  fromNow(at, { locale: 'en-GB', now: new Date(Math.max(Number(now), Date.parse(at))) });
