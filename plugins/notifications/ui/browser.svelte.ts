import type { NotificationsApi } from './api.ts';
import { away } from './away.svelte.ts';
import { canBeTold } from './can-be-told.ts';

/**
 * Whether somebody is told by this browser itself: `on`, also while no page of it is open; `open`, only while one is, since
 * its push service could not be reached; `off`; `denied`, the browser was told never to; `unsupported`, it cannot, or the
 * page stands in another one's frame, where it may not ask.
 */
export type Telling = 'unknown' | 'unsupported' | 'denied' | 'off' | 'open' | 'on';

interface Shown {
  readonly url: string;
  readonly quotes: boolean;
}

const SCRIPT = '/notifications/worker.js';
const SCOPE = '/notifications/';

/** This browser, for all pages of it. That somebody wants to be told here is known by the worker that they had put in. */
class ThisBrowser {
  telling = $state<Telling>('unknown');
  /** As the server knows it, where it is pushed to. */
  deviceId = $state<string | null>(null);
  #registration: ServiceWorkerRegistration | undefined;

  async find(api: NotificationsApi): Promise<void> {
    if (!canBeTold()) this.telling = 'unsupported';
    else if (Notification.permission === 'denied') this.telling = 'denied';
    else {
      this.#registration = await navigator.serviceWorker.getRegistration(SCOPE);
      const isWanted = this.#registration !== undefined && Notification.permission === 'granted';
      this.telling = isWanted ? await this.#meet(api) : 'off';
    }
  }

  /** Asks the person at it, who must just have pressed something. */
  async turnOn(api: NotificationsApi): Promise<void> {
    const permission = await Notification.requestPermission();
    if (permission !== 'granted') {
      this.telling = permission === 'denied' ? 'denied' : 'off';
      return;
    }
    away.wanted = true;
    this.#registration = await active(await navigator.serviceWorker.register(SCRIPT, { scope: SCOPE }));
    const subscription = await this.#subscribe(api);
    this.deviceId = subscription ? (await api.addDevice.mutate(addressOf(subscription))).id : null;
    this.telling = this.deviceId ? 'on' : 'open';
  }

  async turnOff(api: NotificationsApi): Promise<void> {
    const subscription = await this.#registration?.pushManager.getSubscription();
    if (subscription) {
      await api.removeDevice.mutate({ endpoint: subscription.endpoint });
      await subscription.unsubscribe();
    }
    await this.#registration?.unregister();
    this.deviceId = null;
    this.telling = 'off';
  }

  /** In place of what is shown with the same tag. `quotes`: the body has words of a message. */
  async show(title: string, { body, tag, url, quotes }: Shown & { body: string; tag: string }): Promise<void> {
    await this.#registration?.showNotification(title, { body, tag, data: { url, quotes }, icon: '/favicon.svg' });
  }

  /** What it shows beside its pages now. */
  async shown(): Promise<readonly (Notification & { readonly data: Partial<Shown> | null })[]> {
    return (await this.#registration?.getNotifications()) ?? [];
  }

  /** A browser that was pushed to for somebody else is off for whoever sits at it now. */
  async #meet(api: NotificationsApi): Promise<Telling> {
    const subscription = await this.#registration?.pushManager.getSubscription();
    if (!subscription) return 'open';
    this.deviceId = (await api.meetDevice.mutate({ endpoint: subscription.endpoint })).id;
    return this.deviceId ? 'on' : 'off';
  }

  /** Null where the browser has no push service, or does not reach it. */
  async #subscribe(api: NotificationsApi): Promise<PushSubscription | null> {
    const { key } = await api.pushKey.query();
    const options = { userVisibleOnly: true, applicationServerKey: key };
    return (await this.#registration?.pushManager.subscribe(options).catch(() => null)) ?? null;
  }
}

export const thisBrowser = new ThisBrowser();

function addressOf(subscription: PushSubscription) {
  const { endpoint = '', keys = {} } = subscription.toJSON();
  return { endpoint, p256dh: keys.p256dh ?? '', auth: keys.auth ?? '' };
}

/** Settles once the worker can be pushed to. */
function active(registration: ServiceWorkerRegistration): Promise<ServiceWorkerRegistration> {
  const { promise, resolve } = Promise.withResolvers<ServiceWorkerRegistration>();
  const worker = registration.installing ?? registration.waiting;
  if (!worker) return Promise.resolve(registration);
  worker.addEventListener('statechange', () => worker.state === 'activated' && resolve(registration));
  return promise;
}
