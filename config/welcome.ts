import { relative } from 'node:path';
import { DEMO_PASSWORD, type DemoSchool, demoEmail } from './demo/demo-school.ts';
import type { Environment } from './environment.ts';
import { problemLine, type SchoolProblem } from './school-problems.ts';

export interface Welcome {
  readonly environment: Environment;
  readonly demo: readonly DemoSchool[];
  /** Slugs of the schools that are open. */
  readonly open: readonly string[];
  readonly bad: readonly SchoolProblem[];
  /** Of the newest letters that were written instead of sent: when, to whom, what about, file. */
  readonly mail: readonly string[];
}

/** What whoever started it reads: the address, who can sign in, where mail goes, what is wrong in school files. */
export function welcomeText({ environment, demo, open, bad, mail }: Welcome): string {
  return [
    '',
    `  Homeroom runs at ${environment.publicUrl}`,
    '',
    ...demoLines(demo),
    ...schoolLines(open, bad),
    ...mailLines(environment, mail),
    ...(environment.databaseUrl ? [] : [`  Everything is kept in ${shown(environment.dataDir)}; Ctrl-C stops it.`, '']),
  ].join('\n');
}

function demoLines(demo: readonly DemoSchool[]): string[] {
  if (demo.length === 0) return [];
  const people = demo.flatMap((school) =>
    Object.entries(school.people).map(([key, { role }]) => `    ${demoEmail(school, key).padEnd(24)} ${role}`),
  );
  return [`  Sign in as one of these, with the password ${DEMO_PASSWORD}:`, ...people, ''];
}

function schoolLines(open: readonly string[], bad: readonly SchoolProblem[]): string[] {
  const problems = bad.map((problem) => `    ${problemLine(problem)}`);
  const lines = bad.length > 0 ? ['  School files that could not be used:', ...problems, ''] : [];
  if (open.length > 0) return lines;
  return [
    ...lines,
    '  No school is open. Make the first one with',
    '    npm run admin -- create-school <slug> --title "<title>" --admin <email>',
    '',
  ];
}

function mailLines({ smtpUrl, dataDir }: Environment, mail: readonly string[]): string[] {
  if (smtpUrl) return [];
  const newest = mail.map((file) => `    ${file}`);
  return [`  Mail is written to ${shown(dataDir)}/mail while SMTP_URL is not set.`, ...newest, ''];
}

const shown = (path: string): string => {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : `./${near}`;
};
