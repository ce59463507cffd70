import { type OutsideContext, run, sql } from '../../engine/index.ts';
import { type Facts, type FileView, FORMS, type Form, type Kind } from './contract.ts';
import type { Attachments } from './state.ts';

/** What stands in the store of a file in one of its forms. */
export interface Kept {
  readonly size: number;
  readonly type: string;
}

/** A row as SQL gives it. */
export interface FileRow {
  readonly id: string;
  readonly school_id: string;
  readonly person_id: string;
  readonly message_id: string | null;
  readonly room_id: string | null;
  readonly name: string;
  readonly voice: boolean;
  readonly type: string | null;
  readonly kind: Kind | null;
  readonly size: string;
  readonly here: boolean;
  readonly prepared: 'not yet' | 'done' | 'failed';
  /** none: by no scanner, and none is asked · unscannable: more than the scanner looks at. */
  readonly scan: 'none' | 'waiting' | 'clean' | 'infected' | 'unscannable';
  readonly caption: string;
  readonly alt: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly duration: number | null;
  readonly blur: string | null;
  readonly peaks: number[] | null;
  readonly forms: Readonly<Partial<Record<Form | 'whole', Kept>>>;
}

type Policy = { readonly scanFirst: boolean };

/** Where a school shows nothing unscanned, what no scanner has seen waits, also where there is no scanner at all. */
export function stateOf(row: FileRow, { scanFirst }: Policy): Facts['state'] {
  if (row.scan === 'infected') return 'infected';
  if (scanFirst && row.scan === 'unscannable') return 'failed';
  if (scanFirst && row.scan !== 'clean') return 'waiting';
  if (row.prepared === 'failed') return 'failed';
  return row.forms.whole ? 'ready' : 'preparing';
}

export function factsOf(row: FileRow, policy: Policy): Facts {
  const state = stateOf(row, policy);
  const { width, height, duration, forms } = row;
  const fetched = state === 'ready' ? FORMS.filter((form) => forms[form]) : [];
  return { state, size: forms.whole?.size ?? Number(row.size), width, height, duration, forms: fetched };
}

/** Whether nothing may be made of a file, now or ever, because of what a scanner said or has yet to say. */
export const isHeldBack = ({ scan }: Pick<FileRow, 'scan'>, { scanFirst }: Policy): boolean =>
  scan === 'infected' || (scanFirst && scan !== 'clean');

/** A file as people see it. Of one that is infected, and where a school shows nothing unscanned, there is no first picture. */
export function viewOf(row: FileRow, policy: Policy): FileView {
  const { id, name, caption, alt, peaks, type, kind } = row;
  if (type === null || kind === null) throw new Error(`file ${id} is shown before it is here`);
  const blur = policy.scanFirst || row.scan === 'infected' ? null : row.blur;
  return { id, name, type, kind, caption, alt, blur, peaks, ...factsOf(row, policy) };
}

/** A file that has come whole, as its row stands now. */
export async function findHere(fileId: string, ctx: OutsideContext<Attachments>): Promise<FileRow | undefined> {
  const rows = await ctx.work(({ em }) =>
    run(em, sql<FileRow>`select * from attachments_file where id = ${fileId} and here`),
  );
  return rows[0];
}
