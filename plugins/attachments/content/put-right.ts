import { shortened } from './check-name.ts';
import { endingOf, type FileType, isKnownEnding } from './file-types.ts';

/** The name with an ending that says what the file is: the one it has where that fits, in the place of a wrong one, or added. */
export function putRight(name: string, { endings }: FileType): string {
  const ending = endingOf(name);
  if (endings.includes(ending)) return name;
  const stem = isKnownEnding(ending) ? name.slice(0, -ending.length - 1) : name;
  return shortened(stem, `.${endings[0]}`);
}
