import { speaking, type Words } from '../words.ts';

/** Sentences of the shell that nobody needs to read a room. */
export const english = {
  'school.other': 'This page belongs to {title}',
  'school.other.text': 'You are in {title} now. Switch the school to open the page.',
  'school.other.switch': 'Switch to {title}',
  'deleted.title': 'Deleted rooms',
  'jobs.title': 'Background work',
  'settings.title': 'School settings',
} as const satisfies Readonly<Record<string, Words>>;

export const sayLater = speaking(english);
