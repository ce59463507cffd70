import type { Manifest, PersonView, SchoolView } from '../../engine/client.ts';
import { hangUp, http } from './api.ts';
import { type Problem, problemOf } from './api-problem.ts';
import { sortNamesFor } from './kit/name-order.ts';
import { signInPath } from './paths.ts';
import { signOut } from './session-auth.ts';
import { forgetPerson, recall, remember } from './storage.ts';

const NEWS = 'news';

export type MyPerson = PersonView & { readonly email: string };

/** Who looks at the screen, in which school. Filled by `load`; signed-in pages are drawn only once it is. */
class Session {
  person = $state.raw<MyPerson | null>(null);
  school = $state.raw<SchoolView | null>(null);
  /** Every school this account is a person of. */
  schools = $state.raw<readonly { readonly slug: string; readonly title: string }[]>([]);
  manifest = $state.raw<Manifest>({ plugins: {} });
  /** Why `load` failed, when the reason is not that nobody is signed in. */
  problem = $state.raw<Problem | null>(null);
  readonly isStaff = $derived(['admin', 'teacher', 'assistant'].includes(this.person?.role ?? ''));
  readonly mayMakeClasses = $derived(['admin', 'teacher'].includes(this.person?.role ?? ''));

  /** Asks who is signed in; whoever is not goes to sign in and comes back. Again after a change of the school's plugins. */
  async load(): Promise<void> {
    try {
      const me = await http.session.me.query();
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

  /** Takes over what changed of one's own person. */
  changed(person: PersonView): void {
    if (this.person) this.person = { ...this.person, ...person };
  }

  /** The session ended elsewhere: sign in again, and come back to this very place. */
  expired(): void {
    leaveFor(signInPath(location.pathname + location.search));
  }

  /** The live connection says that its session ended. A browser that set a new password has another one by then. */
  async ended(): Promise<void> {
    await this.load();
    if (!leaving && !this.problem) location.reload();
  }

  /** This browser has another session now. The page begins anew with it, and tells what was done. */
  renewed(done: string): void {
    remember(NEWS, done);
    leaveFor(location.href);
  }

  /** What the page before this one left to be told, once. */
  news(): string | null {
    const news = recall(NEWS);
    if (news) remember(NEWS, null);
    return news;
  }

  /** Ends the session here. The page is loaded anew, so nothing of this person stays in memory. */
  async signOut(): Promise<void> {
    await signOut();
    await forgetPerson();
    leaveFor('/sign-in');
  }

  async signOutEverywhere(): Promise<void> {
    await http.session.signOutEverywhere.mutate();
    await forgetPerson();
    leaveFor('/sign-in');
  }

  async switchSchool(slug: string): Promise<void> {
    await http.session.switchSchool.mutate({ school: slug });
    leaveFor('/');
  }
}

let leaving = false;
function leaveFor(address: string): void {
  if (leaving) return;
  leaving = true;
  hangUp();
  location.assign(address);
}

export const session = new Session();
