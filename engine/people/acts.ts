import { v7 as newId } from 'uuid';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';

/** What is done about a person by somebody who may, and stays in their history. */
export type ActName =
  | 'invited'
  | 'invitedAgain'
  /** An admin was given the link of an invitation. */
  | 'invitationHanded'
  | 'renamed'
  | 'readdressed'
  | 'roleChanged'
  | 'ended'
  | 'restored'
  | 'passwordReset'
  | 'cardMade'
  | 'cardLost'
  | 'cardTaken'
  | 'grantGiven'
  | 'grantTaken'
  /** Of an admin who came by their own act into a room, or onto a class's roster: they can read there since. */
  | 'enteredRoom'
  | 'enteredClass';

/**
 * Writes down who did what to whom, with the act itself or not at all. Nobody can change a row or take one away: the table
 * is append-only. Without a person or a plugin it was whoever runs the server.
 */
export async function noteAct(
  work: UnitOfWork,
  personId: string,
  what: ActName,
  facts: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { person, plugin, school } = work.asked;
  await run(
    work.em,
    sql`insert into person_act (id, school_id, person_id, by_person, by_plugin, what, facts, at)
     values (${newId()}, ${school.id}, ${personId}, ${person?.id ?? null}, ${plugin ?? null}, ${what},
       ${JSON.stringify(facts)}::jsonb, ${work.at})`,
  );
}
