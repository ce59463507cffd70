import { countOf, isAlike, isMove, peopleOf, type SystemNote, together } from '../../../engine/client.ts';
import { listOfNames, words } from './words.ts';

type NameOf = (id: string) => string;

/** What a row of system lines says; those who came or went in the same way stand together. */
export function sayNotes(notes: readonly SystemNote[], nameOf: NameOf): string {
  const lines: SystemNote[] = [];
  for (const note of notes) {
    const at = isMove(note) ? lines.findIndex((line) => isMove(line) && isAlike(line, note)) : -1;
    const line = lines[at];
    if (line && isMove(line) && isMove(note)) lines[at] = together(line, note);
    else lines.push(note);
  }
  return lines.map((line) => sayNote(line, nameOf)).join(' · ');
}

/** What a system line says. `nameOf` turns a person's id into a name. */
function sayNote(note: SystemNote, nameOf: NameOf): string {
  if (isMove(note)) {
    const people = listOfNames(peopleOf(note).map(nameOf), 3, countOf(note));
    return 'by' in note ? words.system[note.what](people, nameOf(note.by)) : words.system[note.what](people);
  }
  switch (note.what) {
    case 'entered':
      return words.system.entered(nameOf(note.person));
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
    case 'plugin':
      return note.text;
    case 'history':
      return words.system.history[note.history](nameOf(note.by));
  }
}
