import type { Locker } from '@tus/server';
import type { Server, StartContext } from '../../engine/index.ts';
import type { attachments } from './contract.ts';
import type { environment } from './environment.ts';
import { PictureProcess } from './pictures/draw.ts';
import { createSerialize, type Serialize } from './serialize.ts';
import { openStore, type Store } from './store/store.ts';

/** What the plugin holds in a process, for all schools. */
export interface State {
  readonly store: Store;
  readonly serialize: Serialize;
  readonly pictures: PictureProcess;
  /** Uploads that are looked into, by file. */
  readonly finishing: Map<string, Promise<void>>;
  /** Of two requests for one upload the later one goes on, and the earlier one lets go. Made with the first upload. */
  uploadLocker: Locker | undefined;
  /** Whether the copy of a film or a sound is being made. */
  converting: boolean;
}

export type Attachments = typeof attachments & Server<typeof environment, State>;

export const start = ({ environment: { STORAGE_URL }, deployment }: StartContext<typeof environment>): State => ({
  store: openStore(STORAGE_URL, deployment),
  serialize: createSerialize(),
  pictures: new PictureProcess(),
  finishing: new Map(),
  uploadLocker: undefined,
  converting: false,
});

export const stop = ({ pictures }: State): void => pictures.close();
