import { speaking, type Words } from '../words.ts';

/** The sentences of the page about background work: they are fetched with it. */
export const english = {
  text: {
    one: 'What your school does after a message is sent or a form is saved: work that waits, runs, was done in the last minute, or failed.',
    other:
      'What your school does after a message is sent or a form is saved: work that waits, runs, was done in the last {count} minutes, or failed.',
  },
  more: 'There is more than could be counted: read each number as “at least”.',
  old: 'These numbers are from a while ago.',
  after: 'After messages and other events',
  invite: 'Invitations by mail',
  letter: 'Letters about accounts',
  waiting: 'Waiting',
  active: 'Running',
  delayed: 'Later',
  completed: 'Done',
  failed: 'Failed',
  none: 'Nothing to do right now',
  'none.text': 'Work shows up here when there is some.',
  failedOnes: { one: '{count} failed job', other: '{count} failed jobs' },
  noneFailed: 'Whatever fails is tried several times. If it still fails, you find it here.',
  newest: { one: 'The newest one is listed.', other: 'The newest {count} are listed.' },
  attempts: { one: 'tried once', other: 'tried {count} times' },
  noError: 'Nothing more is known.',
  'retry.named': 'Try again: {kind}',
  retryAll: 'Try all again',
  retried: 'On its way again.',
  drop: 'Drop',
  'drop.named': 'Drop: {kind}',
  'drop.sure': 'Drop this job?',
  'drop.text': 'It is never done: {kind}.',
  dropped: 'Dropped.',
} as const satisfies Readonly<Record<string, Words>>;

export const tell = speaking(english);
