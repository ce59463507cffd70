import { createHmac } from 'node:crypto';
import type { Database } from '../database/database.ts';
import type { DeviceStorage } from '../views.ts';
import type { SignedIn } from './signed-in.ts';

/**
 * Makes what a person's browser seals its storage with. It is the same at every sign-in, so that what was sealed before a
 * session ended opens again for this person in this school, and for nobody else. It is derived, so that it can never be
 * taken for anything else that the same secret signs.
 */
export function createDeviceStorage(
  secret: string,
  { system }: Pick<Database, 'system'>,
): (who: Pick<SignedIn, 'person' | 'account'>) => Promise<DeviceStorage> {
  const root = createHmac('sha256', secret).update('homeroom device storage').digest();
  const derive = (purpose: string, { id, schoolId }: Member): string =>
    createHmac('sha256', root).update(`${purpose}\n${schoolId}\n${id}`).digest('base64url');
  const nameOf = (member: Member): string => derive('name', member).slice(0, 22);
  return async ({ person, account }) => {
    const { rows } = await system.query<Member>(
      'select id, school_id "schoolId" from person where account_id = $1 and id <> $2',
      [account, person.id],
    );
    return { name: nameOf(person), key: derive('key', person), others: rows.map(nameOf) };
  };
}

interface Member {
  readonly id: string;
  readonly schoolId: string;
}
