import { goto } from '$app/navigation';
import type { Manifest, PassingFrame, PersonView, SchoolView } from '../../engine/client.ts';
import { hangUp, http } from './api.ts';
import { type Problem, problemOf } from './api-problem.ts';
import { device } from './device/device-store.ts';
import { closeNotices } from './device/shown-notices.ts';
import { sortNamesFor } from './kit/name-order.ts';
import { signInPath } from './paths.ts';
import { signOut } from './session-auth.ts';
import { claimStorage, isLeft, markLeaving, onOwnerChange, recallOwn, rememberOwn } from './storage.ts';

const NEWS = 'news';

export type MyPerson = PersonView & { readonly email: string | null; readonly userName: string | null };

/** Who looks at the screen, in which school. Filled by `load`; signed-in pages are drawn only once it is. */
class Session {
  person = $state.raw<MyPerson | null>(null);
  school = $state.raw<SchoolView | null>(null);
  /** Every school this account is a person of. */
  schools = $state.raw<readonly { readonly slug: string; readonly title: string }[]>([]);
  manifest = $state.raw<Manifest>({ plugins: {}, permissions: {}, titles: {} });
  /** Why `load` failed, when the reason is not that nobody is signed in. */
  problem = $state.raw<Problem | null>(null);
  readonly isStaff = $derived(['admin', 'teacher', 'assistant'].includes(this.person?.role ?? ''));
  readonly mayMakeClasses = $derived(['admin', 'teacher'].includes(this.person?.role ?? ''));

  /** Asks who is signed in; whoever is not goes to sign in and comes back. Again after a change of the school's plugins. */
  async load(): Promise<void> {
    try {
      const me = await http.session.me.query();
      if (this.#isAnother(me.person.id)) return;
      device.start(me.storage);
      this.problem = null;
      this.person = me.person;
      this.school = me.school;
      sortNamesFor(me.school.locale);
      this.schools = me.schools;
      this.manifest = me.manifest;
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.fault === 'signed-out') this.expired();
      else this.problem = problem;
    }
  }

  /**
   * Leaves this page when it is not this person's any more: they signed out, or somebody else signed in, in another tab.
   * Of one that still is, takes over what changed of them while nobody could tell it.
   */
  async check(): Promise<void> {
    if (!this.person || leaving) return;
    try {
      const me = await http.session.me.query();
      if (this.#isAnother(me.person.id)) return;
      claimStorage(me.storage.name);
      this.changed(me.person);
    } catch (thrown) {
      if (problemOf(thrown).fault === 'signed-out') this.expired();
    }
  }

  /** Checks whenever another tab or the browser gives a reason to. Answers how to stop. */
  watch(): () => void {
    const check = () => void this.check();
    const looked = () => document.visibilityState === 'visible' && check();
    const stop = onOwnerChange(check);
    document.addEventListener('visibilitychange', looked);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', looked);
    };
  }

  /** A page of one person must not go on as another's: it begins anew, at no address of the one before. */
  #isAnother(personId: string): boolean {
    const another = this.person !== null && this.person.id !== personId;
    if (another) leaveFor('/');
    return another;
  }

  /** Goes on after a sign-in. A page that was somebody's before begins anew, so that nothing of theirs is left in it. */
  async begin(next: string): Promise<void> {
    if (this.person) leaveFor(next);
    else await goto(next, { replace: true });
  }

  /** Takes over what changed of one's own person. */
  changed(person: PersonView): void {
    if (this.person) this.person = { ...this.person, ...person };
  }

  /** Hears on this device what was changed of one's own person on another, or by the school. */
  hear({ event, payload }: PassingFrame): void {
    if (event !== 'person.changed') return;
    const { person: id, ...now } = payload as Omit<PersonView, 'id'> & { person: string };
    if (id === this.person?.id) this.changed({ id, ...now });
  }

  /**
   * The session ended: sign in again, and come back to this very place. The sign-in page says it if a school let them go. Who
   * signed out here or in another tab is led back to nothing of theirs: it may be another person's turn by then.
   */
  expired(): void {
    if (asking || leaving || signingOut) return;
    asking = true;
    const here = isLeft() ? '/' : location.pathname + location.search;
    const leave = (ended?: string) => {
      asking = false;
      if (!signingOut) leaveFor(signInPath(here, ended));
    };
    const asked = http.session.ended.query().catch(() => null);
    void Promise.all([asked, closeNotices()]).then(([school]) => leave(school?.slug));
  }

  /** The live connection says that its session ended. A browser that set a new password has another one by then. */
  async ended(): Promise<void> {
    if (signingOut) return;
    await this.load();
    if (!asking && !leaving && !signingOut && !this.problem) location.reload();
  }

  /** This browser has another session now. The page begins anew with it, and tells what was done. */
  renewed(done: string): void {
    rememberOwn(NEWS, done);
    leaveFor(location.href);
  }

  /** What the page before this one left to be told, once. */
  news(): string | null {
    const news = recallOwn(NEWS);
    if (news) rememberOwn(NEWS, null);
    return news;
  }

  /** The page goes elsewhere by itself: nobody need be asked. */
  get isLeaving(): boolean {
    return leaving;
  }

  /** Ends the session here. The page is loaded anew, so nothing of this person stays in memory. */
  signOut(): Promise<void> {
    return this.#signOut(signOut);
  }

  signOutEverywhere(): Promise<void> {
    return this.#signOut(() => http.session.signOutEverywhere.mutate());
  }

  /** Until it is done or has failed, nothing that is refused meanwhile leads elsewhere. An end that came first is one, too. */
  async #signOut(end: () => Promise<unknown>): Promise<void> {
    signingOut = true;
    markLeaving(true);
    try {
      await end().catch((thrown: unknown) => {
        if (problemOf(thrown).fault !== 'signed-out') throw thrown;
      });
      await device.clear();
    } catch (thrown) {
      signingOut = false;
      markLeaving(false);
      throw thrown;
    }
    leaveFor('/sign-in');
  }

  /** Goes on in another school of this account, at its start page unless said. */
  async switchSchool(slug: string, address = '/'): Promise<void> {
    await http.session.switchSchool.mutate({ school: slug });
    leaveFor(address);
  }
}

let asking = false;
let leaving = false;
let signingOut = false;
function leaveFor(address: string): void {
  if (leaving) return;
  leaving = true;
  hangUp();
  // Going back must not show this page again as the browser froze it: it may be another person's turn by then.
  addEventListener('pagehide', () => document.body.replaceChildren());
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
  location.assign(address);
}

export const session = new Session();
