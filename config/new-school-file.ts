import { Document, isMap } from 'yaml';
import type { Installed } from './school-file.ts';
import { SCHEMA_LINE } from './school-schema.ts';

/** The text of a first school file: every installed plugin on, each on a line of its own with what it is for. */
export function newSchoolFile(title: string, installed: Installed): string {
  const { locale, timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const plugins = Object.fromEntries(installed.map(({ contract }) => [contract.id, true]));
  const document = new Document({ title, locale, timezone: timeZone, registration: 'code', plugins });
  document.commentBefore = SCHEMA_LINE.slice(1);
  const listed = document.get('plugins');
  for (const { contract } of installed) {
    const line = isMap(listed) ? listed.get(contract.id, true) : undefined;
    if (line) line.comment = ` ${contract.summary}`;
  }
  return document.toString({ lineWidth: 0 }).replace(`${SCHEMA_LINE}\n\n`, `${SCHEMA_LINE}\n`);
}
