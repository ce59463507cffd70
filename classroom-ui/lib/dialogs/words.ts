import { speaking, type Words } from '../words.ts';

/** Sentences of dialogs that are seldom opened: they are fetched with them. */
export const english = {
  'signOut.unsent': { one: '{count} message is not sent yet', other: '{count} messages are not sent yet' },
  'signOut.unsent.text': 'Signing out deletes what this device has of you: unsent messages, drafts and files.',
  'signOut.sent': 'Everything is sent now',
  'signOut.sent.text': 'Signing out deletes what this device has of you: drafts and files.',
  'signOut.unsent.send': 'Send first',
  'signOut.unsent.delete': 'Sign out and delete',
  'signOut.unsent.unreachable': 'We cannot reach the school right now. Your messages wait on this device.',

  'deleted.text': 'They are kept for 30 days.',
  'deleted.none': 'No deleted rooms',
  'deleted.restore': 'Bring back',
  'deleted.restore.named': 'Bring back {title}',

  'codes.text': 'Whoever enters a code is in the class at once. Share it where only your class sees it.',
  'codes.role': 'Whoever uses it joins',
  'codes.hours': 'Works for',
  'codes.hours.1': 'for an hour',
  'codes.hours.24': 'for a day',
  'codes.hours.168': 'for a week',
  'codes.hours.720': 'for 30 days',
  'codes.make': 'Make a code',
  'codes.none': 'No codes right now',
  'codes.none.text': 'Make one and write it on the board.',
  'codes.until': 'ends {when}',
  'codes.copy.named': 'Copy {code}',
  'codes.revoke': 'End the code {code}',

  'lost.title': 'Messages that were not sent',
  'lost.text': 'Their rooms are not in your list any more. They are stored on this device only.',
  'lost.why': 'You are not in its room any more.',
  'lost.withoutText': 'Files without words',
  'lost.copy': 'Copy text',
  'lost.copied': 'Text copied',
  'lost.copyFailed': 'The browser did not allow copying.',
  'lost.discard': 'Discard',
} as const satisfies Readonly<Record<string, Words>>;

export const tell = speaking(english);
