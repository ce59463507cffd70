import type { Words } from './words.ts';

/**
 * By the code of a refusal. A code that is not here is told in the server's own English sentence; this table is for those
 * where the screen can help more than that, and for what happens without a server.
 */
export const englishErrors: Readonly<Record<string, Words>> = {
  unreachable: 'We cannot reach the school right now. Check your connection and try again.',
  unavailable: 'We cannot reach the school right now. Check your connection and try again.',
  failure: 'Something went wrong on our side. Please try again.',
  broken: 'Something went wrong in this page. Reload it and try again.',
  missing: 'That is not there any more.',
  limited: {
    one: 'That was a bit fast. Try again in {count} second.',
    other: 'That was a bit fast. Try again in {count} seconds.',
  },
  'session.wrong-sign-in':
    'That email or user name and that password do not belong together. Check both and try again.',
  'session.wrong-password': 'That is not your current password.',
  'session.password-too-short': 'Use at least 10 characters.',
  'session.password-too-long': 'Use at most 128 characters.',
  'session.link-expired': 'This link has expired or was used before. Ask for a new one.',
  'classrooms.wrong-code': 'That code does not work. Check it: it may have ended. Your teacher can make a new one.',
  'session.code-unknown': 'That code does not work. Check it: it may have ended. Your teacher can make a new one.',
  'session.account-exists': 'There is an account with this address already. Sign in instead.',
  'messages.before-others':
    'Somebody has joined since who may not see that message. It can no longer be quoted or edited.',
  'rooms.on-request': 'Your teacher adds people to this room.',
};
