import { conflict } from '../errors/domain-error.ts';
import type { Nodes } from '../operation/nodes.ts';
import type { OfferedPlugin, SchoolProblemView, SchoolSettings, SettingsChange } from '../views.ts';
import type { SchoolSetup } from './schools.ts';

/** What an admin asks to be otherwise; what is not named stays as it is. */
export interface SettingsDraft {
  readonly title?: string | undefined;
  readonly locale?: string | undefined;
  readonly timezone?: string | undefined;
  readonly registration?: SchoolSettings['registration'] | undefined;
  readonly plugins?:
    | readonly {
        readonly id: string;
        readonly on?: boolean | undefined;
        /** Settings by name; those that are not named stay. */
        readonly settings?: Readonly<Record<string, unknown>> | undefined;
      }[]
    | undefined;
}

/** A school file as it stood when it was read. */
export interface SchoolFile {
  /** SHA-256 of its text, in base64url; empty where there is no file. */
  readonly fingerprint: string;
  /** What it says; null while it has mistakes. */
  readonly read: { readonly setup: SchoolSetup; readonly settings: SchoolSettings } | null;
  readonly problems: readonly SchoolProblemView[];
  /** Why this server cannot write it; null: it can. */
  readonly closed: 'no-file' | 'read-only' | null;
  /**
   * Works out a change and writes nothing.
   * @throws DomainError `invalid` for what a school file may not say, naming the field; `schools.hand-written`
   */
  edit(settings: SettingsDraft): SchoolEdit;
}

/** A change that was found good. */
export interface SchoolEdit {
  /** Of the text as it will be. */
  readonly fingerprint: string;
  readonly changes: readonly SettingsChange[];
  /** Puts the new file in the place of the old one, whole or not at all. @throws DomainError `schools.not-written`, `schools.changed` */
  write(): Promise<void>;
}

/** Where schools' files are read and written: config has it, since it knows the folder and what a file may say. */
export interface SchoolFiles {
  readonly offered: readonly OfferedPlugin[];
  read(slug: string): Promise<SchoolFile>;
}

/** Of an engine whose schools stand in no file. */
export const noSchoolFiles: SchoolFiles = {
  offered: [],
  read: async () => ({
    ...{ fingerprint: '', read: null, problems: [], closed: 'no-file' },
    edit() {
      throw cannotWrite('no-file');
    },
  }),
};

/** The name under which nodes tell one another which file of a school they have. */
export const fileFact = (slug: string): string => `school-file ${slug}`;

/** Whether every other node has this file of the school; false also while one of them may not be heard. */
export function sameEverywhere(nodes: Nodes, slug: string, fingerprint: string): boolean {
  return nodes.said(fileFact(slug))?.every((other) => other === fingerprint) ?? false;
}

const SENTENCES = {
  'no-file': 'The settings of this school stand in no file that this server has.',
  'read-only': "The server cannot write this school's file.",
  mistakes: "The school's file has mistakes. They must be corrected on the server first.",
  'other-nodes':
    'Another server of this installation has another file for this school, or has not taken up the newest one yet.',
} as const;
export type CannotWrite = keyof typeof SENTENCES;

export const cannotWrite = (why: CannotWrite) => conflict(`schools.${why}`, SENTENCES[why]);

/** Why the settings of a school cannot be changed now; null: they can. */
export function whyNot(nodes: Nodes, slug: string, { closed, read, fingerprint }: SchoolFile): CannotWrite | null {
  if (closed) return closed;
  if (!read) return 'mistakes';
  return sameEverywhere(nodes, slug, fingerprint) ? null : 'other-nodes';
}
