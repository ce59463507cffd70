import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  conflict,
  DomainError,
  type Log,
  type OfferedPlugin,
  type PluginContract,
  type SchoolFile,
  type SchoolFiles,
  titleOf,
} from '../engine/index.ts';
import { editSchool } from './edit-school.ts';
import { mayReplace, replaceFile } from './replace-file.ts';
import { type Installed, isSlug, parseSchool } from './school-file.ts';
import { settingsSchema } from './school-schema.ts';
import { fingerprintOf } from './schools.ts';

interface Options {
  readonly dir: string;
  readonly installed: Installed;
  readonly log: Log;
}

/** The school files of a folder, as the page of a school's settings reads and writes them. */
export function createSchoolFiles(options: Options): SchoolFiles {
  return {
    offered: options.installed.map(({ contract }) => offer(contract)),
    async read(slug) {
      const file = join(options.dir, `${slug}.yaml`);
      const text = isSlug(slug) ? await textOf(file) : null;
      return text === null ? NO_FILE : schoolFile(options, file, text);
    },
  };
}

const NO_FILE: SchoolFile = {
  ...{ fingerprint: '', read: null, problems: [], closed: 'no-file' },
  edit() {
    throw changed();
  },
};

async function schoolFile(options: Options, file: string, text: string): Promise<SchoolFile> {
  const parsed = parseSchool(file, text, options.installed);
  const isGood = 'setup' in parsed;
  return {
    fingerprint: fingerprintOf(text),
    read: isGood ? parsed : null,
    problems: isGood ? [] : parsed.problems.map(({ line, path, problem }) => ({ line, path, problem })),
    closed: (await mayReplace(file)) ? null : 'read-only',
    edit(settings) {
      const edited = editSchool({ file, text, installed: options.installed }, settings);
      return {
        fingerprint: fingerprintOf(edited.text),
        changes: edited.changes,
        write: () => write(options, file, { from: text, to: edited.text }),
      };
    },
  };
}

async function write({ log }: Options, file: string, { from, to }: { from: string; to: string }): Promise<void> {
  let isWritten: boolean;
  try {
    isWritten = await replaceFile(file, to, async () => (await textOf(file)) !== from);
  } catch (err) {
    log.error({ err, file }, 'a school file could not be written');
    throw notWritten();
  }
  if (!isWritten) throw changed();
}

const changed = () => conflict('schools.changed', 'The settings were changed meanwhile.', { by: null });
const notWritten = () =>
  new DomainError(
    'schools.not-written',
    'unavailable',
    "The server's disk did not take the school's file. Nothing was changed.",
  );

/** Null where there is none, and where nobody can read it. */
const textOf = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null);

function offer(contract: PluginContract): OfferedPlugin {
  const { id, summary, requires = [], settings } = contract;
  return {
    ...{ id, summary, title: titleOf(contract) },
    requires: requires.map((needed) => needed.id),
    schema: settingsSchema(settings),
    defaults: settings.parse({}) as OfferedPlugin['defaults'],
  };
}
