import type { Gathering } from '../../engine/index.ts';
import type { receipts } from './contract.ts';
import { storeDelivered } from './store-delivered.ts';
import { tellAuthors } from './tell-authors.ts';

/** One cursor of one person that moved: the messages after `after` up to `upTo` are those it reached. */
export interface Move {
  readonly room: string;
  /** The thread that was read; null for the room, and for what was delivered. */
  readonly root: string | null;
  readonly person: string;
  readonly after: number;
  readonly upTo: number;
}

/** What one device reports: by room, the last sequence it has. */
export interface Report {
  readonly person: string;
  readonly heads: Readonly<Record<string, number>>;
}

/** All that moves in a school within a quarter of a second is written by one statement, and told by one event an author. */
export const moves: Gathering<typeof receipts, Move | Report> = {
  name: 'moves',
  everyMs: 250,
  async run(items, ctx) {
    const reports = items.filter((item) => 'heads' in item);
    const read = items.filter((item) => 'upTo' in item);
    const delivered = reports.length > 0 ? await storeDelivered(reports, ctx) : [];
    if (read.length + delivered.length > 0) await tellAuthors([...read, ...delivered], ctx);
  },
};
