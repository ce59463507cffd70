import type { SystemNote } from '../../../engine/client.ts';
import { words } from './words.ts';

/** What a system line says. `nameOf` turns a person's id into a name. */
export function sayNote(note: SystemNote, nameOf: (id: string) => string): string {
  switch (note.what) {
    case 'joined':
    case 'left':
      return words.system[note.what](nameOf(note.person));
    case 'added':
    case 'removed':
      return words.system[note.what](nameOf(note.person), nameOf(note.by));
    case 'renamed':
      return words.system.renamed(nameOf(note.by), note.title);
    case 'archived':
    case 'unarchived':
    case 'opened':
    case 'closed':
      return words.system[note.what](nameOf(note.by));
    case 'topic':
      return words.system.topic(nameOf(note.by), note.topic);
    case 'posting':
      return words.system.posting[note.posting](nameOf(note.by));
    case 'history':
      return words.system.history[note.history](nameOf(note.by));
  }
}
