import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Kit, startAccounts } from './test-kit.ts';

let kit: Kit;
let oakwood: string;
beforeAll(async () => {
  kit = await startAccounts();
  oakwood = await kit.school('oakwood');
});
afterAll(() => kit.stop());
beforeEach(() => void kit.ended.splice(0));
let count = 0;
/** Somebody new, so that no test meets the limits or sessions of another. */
async function somebody(): Promise<{ email: string; person: string }> {
  const email = `ana${++count}@oakwood.example`;
  return { email, person: await kit.person(oakwood, email) };
}
const who = (cookie: string) => kit.accounts.signIn({ cookie });

describe('signing out', () => {
  test('ends this session and tells which', async () => {
    const { email } = await somebody();
    const [one, two] = [await kit.signIn(email), await kit.signIn(email)];
    const first = await who(one.cookie);
    expect((await kit.post('/sign-out', {}, { cookie: one.cookie })).status).toBe(200);
    expect(await who(one.cookie)).toBeNull();
    expect(await who(two.cookie)).not.toBeNull();
    expect(kit.ended).toEqual([{ account: first?.account, session: first?.session }]);
  });

  test('everywhere ends every session and tells it once', async () => {
    const { email } = await somebody();
    const [one, two] = [await kit.signIn(email), await kit.signIn(email)];
    const signedIn = await who(one.cookie);
    if (!signedIn) return expect.unreachable();
    await kit.accounts.signOutEverywhere(signedIn);
    expect([await who(one.cookie), await who(two.cookie)]).toEqual([null, null]);
    expect(kit.ended).toEqual([{ account: signedIn.account }]);
  });

  test('a session can be revoked from another', async () => {
    const { email } = await somebody();
    const [one, two] = [await kit.signIn(email), await kit.signIn(email)];
    const revoked = await who(two.cookie);
    const token = decodeURIComponent(two.cookie.split('=')[1] ?? '').split('.')[0];
    await kit.post('/revoke-session', { token }, { cookie: one.cookie });
    expect(await who(two.cookie)).toBeNull();
    expect(await who(one.cookie)).not.toBeNull();
    expect(kit.ended).toEqual([{ account: revoked?.account, session: revoked?.session }]);
  });
});
