import type { Standing } from './standing.ts';

/** Every English word these components say. */
export const words = {
  standing: ({ state, seen, delivered, of }: Standing) =>
    state === 'sent'
      ? 'Sent'
      : state === 'delivered'
        ? of > 1
          ? `Delivered to ${delivered} of ${of}`
          : 'Delivered'
        : of > 1
          ? `Seen by ${seen} of ${of}`
          : 'Seen',
  seenBy: 'Who has seen it',
  seenTitle: (count: number) => (count === 0 ? 'Seen by nobody yet' : `Seen by ${count}`),
  deliveredTitle: (count: number) => `Delivered to ${count}, not seen`,
  rest: (count: number) =>
    count === 1
      ? 'One person has not got it yet, or does not show it.'
      : `${count} have not got it yet, or do not show it.`,
  notShared:
    'You do not show others how far you read, so you do not see it of them. You can change that in your profile.',
  somebody: 'somebody',
  loading: 'Loading who has seen it',
  notLoaded: 'This could not be loaded.',
  again: 'Try again',
  title: 'Read receipts',
  share: 'Show others how far I have read',
  shareHint: 'If you turn this off, you do not see either who has read what you wrote.',
  notSaved: 'That was not saved. Check your connection and try again.',
} as const;
