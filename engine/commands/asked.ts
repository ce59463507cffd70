import type { SchoolRole } from '../roles/roles.ts';
import type { LiveSchool } from '../schools/schools.ts';
import type { By } from '../views.ts';

/** A signed-in person, as a request carries them. */
export interface AskingPerson {
  readonly id: string;
  readonly schoolId: string;
  readonly name: string;
  readonly role: SchoolRole;
}

/** Who asks, in which school: a person, or a plugin on its own account (its `after` hooks and jobs). */
export interface Asked {
  readonly school: LiveSchool;
  readonly person: AskingPerson | null;
  readonly plugin?: string;
  /** The session it was asked by. */
  readonly session?: string;
  /** The socket it was asked over. */
  readonly connection?: string;
}

/** Who an event is said to be by. */
export function byOf(asked: Asked): By {
  return asked.person ? { person: asked.person.id } : { plugin: asked.plugin ?? 'engine' };
}
