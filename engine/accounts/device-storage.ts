import { createHmac } from 'node:crypto';
import type { DeviceStorage } from '../views.ts';
import type { SignedIn } from './signed-in.ts';

/**
 * Makes what a person's browser seals its storage with. It is the same at every sign-in, so that what was sealed before a
 * session ended opens again for this person in this school, and for nobody else. It is derived, so that it can never be
 * taken for anything else that the same secret signs.
 */
export function createDeviceStorage(secret: string): (who: Pick<SignedIn, 'person'>) => DeviceStorage {
  const root = createHmac('sha256', secret).update('homeroom device storage').digest();
  return ({ person }) => {
    const derive = (purpose: string): string =>
      createHmac('sha256', root).update(`${purpose}\n${person.schoolId}\n${person.id}`).digest('base64url');
    return { name: derive('name').slice(0, 22), key: derive('key') };
  };
}
