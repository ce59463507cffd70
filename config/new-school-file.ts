import { Document, isMap } from 'yaml';
import type { Installed } from './school-file.ts';
import { SCHEMA_LINE } from './school-schema.ts';

export interface NewSchool {
  readonly title: string;
  /** Those of this machine, unless said. */
  readonly locale?: string | undefined;
  readonly timezone?: string | undefined;
}

/** The text of a first school file: pupils may register with a class code, every installed plugin is on, each on a line of its own with what it is for. */
export function newSchoolFile({ title, locale, timezone }: NewSchool, installed: Installed): string {
  const here = new Intl.DateTimeFormat().resolvedOptions();
  const plugins = Object.fromEntries(installed.map(({ contract }) => [contract.id, true]));
  const document = new Document({
    title,
    locale: locale ?? here.locale,
    timezone: timezone ?? here.timeZone,
    registration: 'code',
    plugins,
  });
  document.commentBefore = SCHEMA_LINE.slice(1);
  const listed = document.get('plugins');
  for (const { contract } of installed) {
    const line = isMap(listed) ? listed.get(contract.id, true) : undefined;
    if (line) line.comment = ` ${contract.summary}`;
  }
  return document.toString({ lineWidth: 0 }).replace(`${SCHEMA_LINE}\n\n`, `${SCHEMA_LINE}\n`);
}
