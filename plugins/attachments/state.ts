import type { Server, StartContext } from '../../engine/index.ts';
import type { attachments } from './contract.ts';
import type { environment } from './environment.ts';
import { openStore, type Store } from './store/store.ts';

/** What the plugin holds in a process, for all schools. */
export interface State {
  readonly store: Store;
}

export type Attachments = typeof attachments & Server<typeof environment, State>;

export const start = ({ environment: { STORAGE_URL }, deployment }: StartContext<typeof environment>): State => ({
  store: openStore(STORAGE_URL, deployment),
});
