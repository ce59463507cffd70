import { type Sql, sql } from '../database/sql.ts';
import type { PersonView } from '../views.ts';
import type { Person } from './person.ts';

/** Address of a person's picture; it changes with the picture, so browsers may keep it for good. */
export const avatarPath = (personId: string, version: string | null): string | null =>
  version ? `/avatars/${personId}?v=${version}` : null;

type PersonFacts = Pick<Person, 'id' | 'name' | 'avatarVersion' | 'role'> & { readonly leftAt?: Person['leftAt'] };

/** A person as others of the school see them. */
export const personView = (person: PersonFacts): PersonView => ({
  id: person.id,
  name: person.name,
  avatar: avatarPath(person.id, person.avatarVersion ?? null),
  role: person.role,
  ...(person.leftAt != null && { ended: true }),
});

/** SQL that makes the same view of a row of `person`. */
export const personJson = (alias: Sql): Sql =>
  sql`jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name, 'role', ${alias}.role, 'avatar',
     case when ${alias}.avatar_version is null then null
     else '/avatars/' || ${alias}.id || '?v=' || ${alias}.avatar_version end)
     || case when ${alias}.left_at is null then '{}'::jsonb else '{"ended": true}' end`;
