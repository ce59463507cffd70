import type { Server, StartContext } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import type { environment } from './environment.ts';
import { openVapidKeys, type VapidKeys } from './push/vapid-keys.ts';

/** What the plugin holds in a process, for all schools. */
export interface State {
  /** The keys by which push services know this deployment. */
  vapidKeys(): Promise<VapidKeys>;
}

export type Notifications = typeof notifications & Server<typeof environment, State>;

export const start = ({ environment: { VAPID_KEYS }, deployment }: StartContext<typeof environment>): State => ({
  vapidKeys: openVapidKeys(VAPID_KEYS, deployment),
});
