import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cast, startCast } from '../testing/cast.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { until } from '../testing/until.ts';
import { newCard } from './card-code.ts';

let server: TestServer;
let cast: Cast;
beforeAll(async () => {
  server = await startTestServer();
  cast = await startCast(server);
});
afterAll(() => server?.stop());

const DAY = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const api = (token = '') => server.overHttp(token);
const staff = () => server.as(cast.rivera).classrooms;
const ofClass = () => ({ classroomId: cast.biology.id });
/** All that the asker learns of a refusal. */
const refusalOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'done',
    (error: { message: string; data?: object }) => ({ message: error.message, data: error.data }),
  );
const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  const refusal = (await refusalOf(asked)) as 'done' | { message: string; data?: { error?: { code: string } } };
  return refusal === 'done' ? refusal : (refusal.data?.error?.code ?? refusal.message);
};

/** A pupil of Biology 7B without an address. */
async function pupil(name: string): Promise<string> {
  await staff().enrolMany({ ...ofClass(), csv: `Name\n${name}` });
  const roster = await staff().roster(ofClass());
  return roster.find(({ person }) => person.name === name)?.person.id ?? '';
}
async function cardFor(personId: string, more: { until?: string; lost?: true } = { until: inDays(30) }) {
  const { cards } = await staff().makeCards({ ...ofClass(), personIds: [personId], ...more });
  return cards[0]?.link.split('#')[1] ?? '';
}
const use = (code: string) => api().session.useCard.mutate({ code });
const whoIs = async (token: string): Promise<string> => (await api(token).session.me.query()).person.id;

describe('a class card', () => {
  test('signs its pupil in by the code behind the address, however it is typed', async () => {
    const [ada, bo] = [await pupil('Ada Card'), await pupil('Bo Card')];
    const made = await staff().makeCards({ ...ofClass(), personIds: [ada, bo, ada], until: inDays(30) });
    expect(made.cards).toEqual(
      [ada, bo].map((personId) => ({
        ...{ personId, name: expect.any(String), userName: expect.stringMatching(/^(ada|bo)\.card$/) },
        link: expect.stringMatching(/^http:\/\/127\.0\.0\.1\/card#([A-HJ-NP-Z2-9]{4}-){6}[A-HJ-NP-Z2-9]{2}$/),
      })),
    );
    for (const { personId, link } of made.cards) {
      const code = link.split('#')[1] ?? '';
      for (const typed of [code, ` ${code.toLowerCase().replaceAll('-', ' ')}`])
        expect(await whoIs((await use(typed)).token)).toBe(personId);
    }
  });

  test('is stored as a hash, and told to nobody but who made it', async () => {
    const code = await cardFor(await pupil('Cy Secret'));
    const rows = await server.rows(
      'select row_to_json(k)::text row from class_card k union all select row_to_json(a)::text from person_act a',
    );
    const stored = `${JSON.stringify(rows)} ${JSON.stringify(server.logged)} ${JSON.stringify(server.news)}`;
    for (const form of [code, code.replaceAll('-', '')]) expect(stored).not.toContain(form);
    expect(stored).toContain('cardMade');
  });

  test('shows its last use to the staff of the class and to admins, and to nobody else', async () => {
    const id = await pupil('Dee Used');
    const code = await cardFor(id);
    const lineFor = async (who: typeof cast.rivera) =>
      (await server.as(who).classrooms.roster(ofClass())).find(({ person }) => person.id === id);
    expect((await lineFor(cast.rivera))?.card).toMatchObject({ usedAt: null });
    await use(code);
    expect((await lineFor(cast.rivera))?.card?.usedAt).toMatch(/Z$/);
    expect(await lineFor(cast.ana)).not.toHaveProperty('card');
    const member = await server.as(cast.head).people.details({ personId: id });
    expect(member.cards).toMatchObject([{ classroomId: cast.biology.id, usedAt: expect.stringMatching(/Z$/) }]);
    expect(member.acts).toMatchObject([{ what: 'cardMade', facts: { classroom: 'Biology 7B' } }]);
  });

  test('that is renewed opens nothing by the old code, and its pupil stays signed in', async () => {
    const id = await pupil('Eli New');
    const first = await cardFor(id);
    const { token } = await use(first);
    const second = await cardFor(id);
    expect(await codeOf(use(first))).toBe('session.card-ended');
    expect(await whoIs((await use(second)).token)).toBe(id);
    expect(await whoIs(token)).toBe(id);
  });

  test('that is lost is made anew for the same days: its finder is signed out, and the password is removed', async () => {
    const id = await pupil('Flo Lost');
    const first = await cardFor(id, { until: inDays(40) });
    const finder = await use(first);
    await api(finder.token).session.choosePassword.mutate({ password: 'of the finder' });
    const socket = server.overSocket(finder.token);
    await until(() => socket.status === 'live');
    const before = await server.rows('select expires_at from class_card where person_id = $1', [id]);
    const second = await cardFor(id, { lost: true });
    await until(() => socket.status === 'signed-out');
    expect(await codeOf(api(finder.token).session.me.query())).toBe('signed-out');
    expect(await codeOf(use(first))).toBe('session.card-ended');
    const byName = { school: 'oakwood', userName: 'flo.lost', password: 'of the finder' };
    expect(await codeOf(api().session.signInByName.mutate(byName))).toBe('session.wrong-sign-in');
    expect(await whoIs((await use(second)).token)).toBe(id);
    expect(await server.rows('select expires_at from class_card where person_id = $1', [id])).toEqual(before);
  });

  test('that is lost ends in every class of its pupil: nobody knows which one was found', async () => {
    const id = await pupil('Lou Twice');
    const { id: other } = await staff().create({ title: 'Another class' });
    await staff().enrol({ classroomId: other, personId: id, role: 'student' });
    const { cards } = await staff().makeCards({ classroomId: other, personIds: [id], until: inDays(9) });
    const [ofOther, ofThis] = [cards[0]?.link.split('#')[1] ?? '', await cardFor(id)];
    const lines = async () => (await staff().roster({ classroomId: other })).find(({ person }) => person.id === id);
    expect((await lines())?.card).toBeDefined();
    const renewed = await cardFor(id, { lost: true });
    for (const ended of [ofOther, ofThis]) expect(await codeOf(use(ended))).toBe('session.card-ended');
    expect(await whoIs((await use(renewed)).token)).toBe(id);
    expect((await lines())?.card).toBeUndefined();
  });

  test('is taken back one by one or for the class, and its pupil signed out', async () => {
    const { id: classroomId } = await staff().create({ title: 'Taken' });
    await staff().enrolMany({ classroomId, csv: 'Name\nGia Taken\nHal Taken\nIda Taken' });
    const roster = await staff().roster({ classroomId });
    const personIds = roster.flatMap(({ person, userName }) => (userName ? [person.id] : []));
    const { cards } = await staff().makeCards({ classroomId, personIds, until: inDays(1) });
    const codes = cards.map(({ link }) => link.split('#')[1] ?? '');
    const elsewhere = await cardFor(await pupil('Jo Elsewhere'));
    const { token } = await use(codes[0] ?? '');
    expect(await staff().takeCards({ classroomId, personIds: [cards[0]?.personId ?? ''] })).toEqual({ taken: 1 });
    expect(await codeOf(api(token).session.me.query())).toBe('signed-out');
    expect(await Promise.all(codes.map((code) => codeOf(use(code))))).toEqual(['session.card-ended', 'done', 'done']);
    expect(await staff().takeCards({ classroomId })).toEqual({ taken: 2 });
    expect(await staff().takeCards({ classroomId })).toEqual({ taken: 0 });
    for (const code of codes) expect(await codeOf(use(code))).toBe('session.card-ended');
    expect(await whoIs((await use(elsewhere)).token)).toBeTruthy();
  });

  test('opens no session that outlives it, however close its end and its use are', async () => {
    const id = await pupil('Kai Race');
    for (let round = 0; round < 5; round += 1) {
      const code = await cardFor(id);
      const [used] = await Promise.allSettled([use(code), staff().takeCards({ ...ofClass(), personIds: [id] })]);
      if (used.status === 'fulfilled')
        expect(await codeOf(api(used.value.token).session.me.query())).toBe('signed-out');
    }
  });
});

describe('a card opens nothing, and says as little as one that never was,', () => {
  const never = () => refusalOf(use(newCard().text));
  const ends: Record<string, (id: string) => Promise<unknown>> = {
    'after its last day': (id) =>
      server.rows(`update class_card set expires_at = now() - interval '1 second' where person_id = $1`, [id]),
    'for a person who is staff': (id) => server.rows(`update person set role = 'teacher' where id = $1`, [id]),
    'for a person who has an address': (id) =>
      server.as(cast.head).people.changeAddress({ personId: id, email: `${id}@oakwood.example` }),
    'for somebody with an address who became staff': async (id) => {
      await server.as(cast.head).people.changeAddress({ personId: id, email: `${id}@oakwood.example` });
      await server.as(cast.head).people.changeRole({ personId: id, role: 'teacher' });
    },
    'once the membership has ended': (id) => server.as(cast.head).people.end({ personId: id }),
    'once the membership has ended and was brought back': async (id) => {
      await server.as(cast.head).people.end({ personId: id });
      await server.as(cast.head).people.restore({ personId: id });
    },
    'once its pupil has left the class': (id) => staff().unenrol({ ...ofClass(), personId: id }),
    'once its pupil has left the class and come back': async (id) => {
      await staff().unenrol({ ...ofClass(), personId: id });
      await staff().enrol({ ...ofClass(), personId: id, role: 'student' });
    },
    'while a one-time password waits': (id) => server.as(cast.head).people.makeSlip({ personId: id }),
  };
  test.each(Object.entries(ends))('%s', async (what, end) => {
    const id = await pupil(`End ${what}`);
    const code = await cardFor(id);
    await end(id);
    const refusal = await refusalOf(use(code));
    expect(refusal).toEqual(await never());
    expect(refusal).toMatchObject({ data: { error: { code: 'session.card-ended' } } });
    const sessions = await server.rows(
      `select 1 from auth.session s join person p on p.account_id = s."userId" where p.id = $1`,
      [id],
    );
    expect(sessions).toEqual([]);
  });

  test('and is counted as sign-ins are, whether it ever was or not', async () => {
    const ended = await cardFor(await pupil('Lea Limit'));
    await staff().takeCards({ ...ofClass() });
    for (const code of [ended, newCard().text]) {
      const codes = await Promise.all(Array.from({ length: 11 }, () => codeOf(use(code))));
      expect(codes.filter((each) => each === 'session.card-ended')).toHaveLength(10);
      expect(codes.filter((each) => each === 'limited')).toHaveLength(1);
    }
  });

  test.each(['', 'x', 'A'.repeat(25), 'A'.repeat(27), 'O'.repeat(26), 'A'.repeat(5_000), '\0'])(
    'as %j',
    async (code) => {
      expect(await codeOf(use(code))).toBe('invalid');
    },
  );
});

describe('cards are made', () => {
  test('by the staff of the class and by admins', async () => {
    const id = await pupil('Mo Made');
    const helper = await cast.person('oakwood', 'assistant', 'Mr Helper');
    await staff().enrol({ ...ofClass(), personId: helper.id, role: 'assistant' });
    const asked = { ...ofClass(), personIds: [id], until: inDays(1) };
    const make = (who: typeof cast.rivera) => codeOf(server.as(who).classrooms.makeCards(asked));
    const take = (who: typeof cast.rivera) => codeOf(server.as(who).classrooms.takeCards({ ...ofClass() }));
    for (const who of [cast.rivera, helper, cast.head]) expect(await make(who)).toBe('done');
    for (const act of [make, take]) {
      expect(await Promise.all([cast.ana, cast.lopez].map(act))).not.toContain('done');
      expect(await Promise.all([cast.stone, cast.moss, cast.elm].map(act))).not.toContain('done');
    }
    expect(await server.rows('select 1 from class_card where person_id = $1', [id])).toHaveLength(1);
  });

  test('for pupils of the class without an address: all who are asked for, or nobody', async () => {
    const id = await pupil('Nia Half');
    const { id: other } = await staff().create({ title: 'Other class' });
    await staff().enrolMany({ classroomId: other, csv: 'Name\nOla Other' });
    const ola = (await staff().roster({ classroomId: other })).at(-1)?.person.id ?? '';
    for (const wrong of [cast.ana.id, cast.rivera.id, cast.ed.id, cast.lopez.id, ola]) {
      const asked = { ...ofClass(), personIds: [id, wrong], until: inDays(1) };
      const refusal = await server.ask(cast.rivera, 'classrooms.makeCards', asked);
      expect(refusal.error?.data.error.code).toBe('classrooms.no-card');
    }
    expect(await server.rows('select 1 from class_card where person_id = $1', [id])).toEqual([]);
    expect(await server.rows(`select 1 from person_act where person_id = $1 and what = 'cardMade'`, [id])).toEqual([]);
  });

  test('until a day of the school, today or later, or the day of the other cards of the class', async () => {
    const { id: classroomId } = await staff().create({ title: 'Days' });
    await staff().enrolMany({ classroomId, csv: 'Name\nPia Day\nQuin Day' });
    const personIds = (await staff().roster({ classroomId })).slice(1).map(({ person }) => person.id);
    const ask = async (until?: string) => {
      const { data, error } = await server.ask(cast.rivera, 'classrooms.makeCards', {
        ...{ classroomId, personIds },
        ...(until !== undefined && { until }),
      });
      return error
        ? `${error.data.error.code} ${error.data.error.data.field}`
        : (data as { expiresAt: string }).expiresAt;
    };
    for (const wrong of [undefined, inDays(-2), '0000-01-01', '9999-12-31', inDays(402), '2027-02-30', 'tomorrow', ''])
      expect(await ask(wrong)).toBe('invalid until');
    // In London summer time begins at the end of March.
    const year = new Date().getUTCFullYear() + (new Date().getUTCMonth() > 4 ? 1 : 0);
    const summer = `${year}-06-15`;
    expect(await ask(summer)).toBe(`${summer}T23:00:00.000Z`);
    expect(await ask()).toBe(`${summer}T23:00:00.000Z`);
    const [row] = await server.rows<{ n: number }>('select count(*)::int n from class_card where classroom_id = $1', [
      classroomId,
    ]);
    expect(row?.n).toBe(2);
  });
});

describe('who came by a card', () => {
  test('chooses a password once, and signs in with it', async () => {
    const { token } = await use(await cardFor(await pupil('Ray Chooses')));
    const me = api(token).session;
    expect(await me.hasPassword.query()).toBe(false);
    expect(await codeOf(me.choosePassword.mutate({ password: 'short' }))).toBe('invalid');
    expect(await codeOf(me.choosePassword.mutate({ password: '' }))).toBe('invalid');
    const asked = ['the first password', 'the second password'].map((password) =>
      me.choosePassword.mutate({ password }),
    );
    const results = await Promise.allSettled(asked);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await me.hasPassword.query()).toBe(true);
    expect(await codeOf(me.choosePassword.mutate({ password: 'a third password' }))).toBe('session.has-password');
    const right = results[0]?.status === 'fulfilled' ? 'the first password' : 'the second password';
    const byName = { school: 'oakwood', userName: 'ray.chooses' };
    const signIn = (password: string) => codeOf(api().session.signInByName.mutate({ ...byName, password }));
    expect(await signIn(right)).toBe('done');
    expect(await signIn('a third password')).toBe('session.wrong-sign-in');
  });

  test('leaves the password of somebody with an address alone', async () => {
    const me = api(await server.signIn(cast.chidi)).session;
    expect(await me.hasPassword.query()).toBe(true);
    expect(await codeOf(me.choosePassword.mutate({ password: 'another password' }))).toBe('session.has-password');
  });
});
