import { http } from './api.ts';

type Facts = Awaited<ReturnType<typeof http.session.front.query>>;
export type FrontSchool = Facts['schools'][number];

/**
 * What anybody may know of this installation: its schools with who may register there, and whether its letters reach
 * mailboxes. Each page or dialog that says something of it asks anew: an admin may have changed it meanwhile.
 */
class Front {
  facts = $state.raw<Facts | null>(null);
  /** Letters are written to a folder of the server: nothing may be said to be on its way. False while it is not known. */
  readonly storesMail = $derived(this.facts?.mail === 'stored');

  async load(): Promise<Facts> {
    this.facts = await http.session.front.query();
    return this.facts;
  }

  school(slug: string | undefined): FrontSchool | undefined {
    return this.facts?.schools.find((one) => one.slug === slug);
  }
}

export const front = new Front();
