import { randomUUID } from 'node:crypto';
import { expect, type Page, test, type WebSocketRoute } from '@playwright/test';
import { type Homeroom, startHomeroom } from './homeroom.ts';
import { letterTo } from './letters.ts';
import { ask, enter, fillSignIn, hide, PASSWORD, type Screen, screenOf, signIn, unique } from './people.ts';

// Two pupils at one computer, and a teacher elsewhere who sees what arrives.
const ANA = 'ana@oakwood.example';
const BEN = 'ben@oakwood.example';
/** Comes to a second school. */
const DORA = 'dora@oakwood.example';

let homeroom: Homeroom;
let rivera: Screen;
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom();
  rivera = await signIn(browser, 'rivera@oakwood.example', { baseURL: homeroom.url });
  await enter(rivera);
});
test.afterAll(() => homeroom.stop());

let ana: Screen;
test.beforeEach(async ({ browser }) => {
  ana = await signIn(browser, ANA, { baseURL: homeroom.url });
  await enter(ana);
  await expect(ana.composer).toBeVisible();
});
test.afterEach(() => ana.context.close());

test('the next pupil finds nothing of a pupil whose session ended by itself, who gets it all back', async () => {
  const words = unique('Dear diary');
  await ana.composer.fill(words);
  await stored(ana.page, 1);
  await endSession(ana);
  expect(await everyByte(ana.page)).not.toMatch(private_(words));
  const ben = await signInHere(ana, BEN);
  await enter(ben);
  await expect(ben.composer).toHaveValue('');
  expect(await everyByte(ben.page)).not.toMatch(private_(words));
  await endSession(ben);
  const again = await signInHere(ana, ANA);
  await enter(again);
  await expect(again.composer).toHaveValue(words);
});

test('a tab notices that somebody else signed in, without a sign-out, and shows nothing of the one before', async () => {
  const words = unique('Nobody knows');
  await ana.composer.fill(words);
  await stored(ana.page, 1);
  const other = await ana.context.newPage();
  await other.goto('/sign-in');
  await fillSignIn(other, BEN);
  await expect(other.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: /^Ben/ })).toBeVisible();
  await expect(ana.page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: /^Ben/ })).toBeVisible();
  await enter(ana);
  await expect(ana.composer).toHaveValue('');
});

test('signing out asks while a draft is here, then removes everything of the person and leaves the colours', async () => {
  await ana.page.evaluate(() => localStorage.setItem('theme', 'light'));
  const words = unique('Not for the next one');
  await ana.composer.fill(words);
  await stored(ana.page, 1);
  await askToSignOut(ana);
  const dialog = ana.page.getByRole('dialog', { name: 'Not everything you wrote is sent' });
  await expect(dialog).toContainText('Signing out deletes from this device: 1 draft.');
  await dialog.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(ana.composer).toHaveValue(words);
  await askToSignOut(ana);
  await dialog.getByRole('button', { name: 'Sign out and delete' }).click();
  await ana.page.waitForURL('**/sign-in');
  expect(await ana.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([]);
  expect(await ana.page.evaluate(() => Object.keys(localStorage))).toEqual(['theme']);
  expect(await everyByte(ana.page)).not.toMatch(private_(words));
});

test('whatever is refused while somebody signs out, they and their other tabs arrive at plain sign-in', async () => {
  const { page } = ana;
  const other = await ana.context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('log')).toBeVisible();
  await page.route('**/api/auth/sign-out', async (route) => {
    const answer = await route.fetch();
    // The session is over, the page does not know it, and asks for something.
    const refused = page.waitForResponse(
      (response) => response.url().includes('session.me') && response.status() === 401,
    );
    await hide(ana, false);
    await refused;
    for (let turn = 0; turn < 5; turn += 1) await page.evaluate(() => fetch('/healthz').then(({ status }) => status));
    await route.fulfill({ response: answer });
  });
  await askToSignOut(ana);
  for (const tab of [page, other]) await expect(tab).toHaveURL(/\/sign-in$/);
});

test('signing out asks for what the same person has of their other school too, removes it, and nothing of anybody else', async ({
  browser,
}) => {
  const { page } = ana;
  await endSession(ana);
  const dora = await signInHere(ana, DORA);
  await enter(dora);
  await dora.composer.fill(unique('At Oakwood'));
  await stored(page, 1);
  await endSession(dora);
  const ben = await signInHere(ana, BEN);
  await enter(ben);
  await ben.composer.fill(unique('Mine stays'));
  await stored(page, 2);
  await endSession(ben);
  const moss = await signIn(browser, 'moss@elmgrove.example', { baseURL: homeroom.url });
  await enrolAtElmgrove(moss, DORA, 'Dora Lindqvist');
  await moss.context.close();
  await signInHere(ana, DORA);
  await page.goto((await letterTo(homeroom, DORA)).links[0] ?? '');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Oakwood School' }).click();
  await page.getByRole('menuitemradio', { name: 'Elmgrove School' }).click();
  await expect(page.getByRole('button', { name: 'Elmgrove School' })).toBeVisible();
  await enter(dora);
  await dora.composer.fill(unique('At Elmgrove'));
  await stored(page, 3);
  await askToSignOut(dora, 'Dora Lindqvist');
  const asked = page.getByRole('dialog', { name: 'Not everything you wrote is sent' });
  await expect(asked).toContainText('Signing out deletes from this device: 2 drafts.');
  await expect(asked).toContainText('Some of it is in another school of yours.');
  await asked.getByRole('button', { name: 'Sign out and delete' }).click();
  await page.waitForURL('**/sign-in');
  await stored(page, 1);
  const again = await signInHere(ana, BEN);
  await enter(again);
  await expect(again.composer).toHaveValue(/^Mine stays/);
});

test('signing out asks while something is unsent, and sends it first', async () => {
  const words = unique('Before I go');
  const line = await cutSockets(ana);
  await ana.say(words);
  await expect(ana.message(words)).toContainText('Waits on this device');
  await askToSignOut(ana);
  const dialog = ana.page.getByRole('dialog', { name: '1 message is not sent yet' });
  await dialog.getByRole('button', { name: 'Send first' }).click();
  await expect(dialog).toContainText('cannot reach');
  line.isCut = false;
  await expect(ana.page.getByText('Reconnecting')).toHaveCount(0);
  const sent = ana.page.getByRole('dialog', { name: 'Everything is sent now' });
  await sent.getByRole('button', { name: 'Sign out' }).click();
  await ana.page.waitForURL('**/sign-in');
  await expect(rivera.message(words)).toHaveCount(1);
});

test('signing out asks for what waits although nothing of it was read yet', async () => {
  const words = unique('Written on the way');
  await cutSockets(ana);
  await ana.say(words);
  await stored(ana.page, 1, 'outbox');
  await ana.page.setViewportSize({ width: 390, height: 844 });
  await ana.page.goto('/');
  await askToSignOut(ana);
  const dialog = ana.page.getByRole('dialog', { name: '1 message is not sent yet' });
  await expect(dialog).toContainText('Signing out deletes from this device: 1 unsent message.');
  await expect(dialog.getByRole('button', { name: 'Send first' })).toBeVisible();
  await dialog.screenshot({ path: process.env.SHOT ?? 'test-results/sign-out.png' });
});

test('signing out deletes what is unsent when one says so', async () => {
  const words = unique('Better not');
  const line = await cutSockets(ana);
  await ana.say(words);
  await askToSignOut(ana);
  const dialog = ana.page.getByRole('dialog', { name: '1 message is not sent yet' });
  await dialog.getByRole('button', { name: 'Sign out and delete' }).click();
  await ana.page.waitForURL('**/sign-in');
  expect(await everyByte(ana.page)).not.toMatch(private_(words));
  line.isCut = false;
  const again = await signInHere(ana, ANA);
  await enter(again);
  await expect(again.message(words)).toHaveCount(0);
  await expect(rivera.message(words)).toHaveCount(0);
});

test('what is sent in the moment the session ends is stored once by the next sign-in, and nothing of it can be read before', async () => {
  const words = ['first', 'second', 'third'].map((text) => unique(text));
  const line = await cutSockets(ana);
  for (const text of words) await ana.say(text);
  await expect(ana.composer).toHaveValue('');
  await stored(ana.page, words.length, 'outbox');
  await endSession(ana);
  line.isCut = false;
  for (const text of words) expect(await everyByte(ana.page)).not.toMatch(private_(text));
  const ben = await signInHere(ana, BEN);
  await enter(ben);
  for (const text of words) await expect(ben.message(text)).toHaveCount(0);
  await endSession(ben);
  // Back in another room: what waits goes out all the same.
  await signInHere(ana, ANA);
  await expect(rivera.message(words[2] ?? '')).toBeVisible();
  const shown = await rivera.texts('');
  expect(shown.filter((line) => words.includes(line))).toEqual(words);
});

test('a page killed between a send and its answer leaves the message in the room exactly once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const words = unique(`round ${round}`);
    const page = await ana.context.newPage();
    // What the server answers never arrives: the room has the message, the page does not know.
    await page.routeWebSocket('**/realtime', (socket) => {
      const server = socket.connectToServer();
      let deaf = false;
      socket.onMessage((message) => {
        deaf ||= String(message).includes(words);
        server.send(message);
      });
      server.onMessage((message) => !deaf && socket.send(message));
    });
    await page.goto(ana.page.url());
    const broken = screenOf(page, ana.context);
    await broken.say(words);
    await expect(rivera.message(words)).toBeVisible();
    if (round % 2 === 0) await page.reload();
    await page.close();
    await ana.page.reload();
    await expect(ana.message(words)).toBeVisible();
    await expect(ana.page.getByText('Sending', { exact: true })).toHaveCount(0);
    await stored(ana.page, 0, 'outbox');
    expect((await rivera.texts('round')).filter((line) => line === words)).toEqual([words]);
  }
});

test('a message loaded away before it could be sent goes out by itself, from whatever room', async () => {
  const words = unique('Sent from the tunnel');
  await cutSockets(ana);
  await ana.say(words);
  await stored(ana.page, 1, 'outbox');
  const page = await ana.context.newPage();
  await ana.page.close();
  await page.goto('/profile');
  await expect(rivera.message(words)).toHaveCount(1);
  await stored(page, 0, 'outbox');
});

test('closing a page asks while something waits to be sent', async () => {
  const asked = new Promise<string>((done) => {
    ana.page.on('dialog', (dialog) => {
      done(dialog.type());
      void dialog.accept();
    });
  });
  await cutSockets(ana);
  await ana.say(unique('On its way'));
  await stored(ana.page, 1, 'outbox');
  await ana.page.close({ runBeforeUnload: true });
  expect(await asked).toBe('beforeunload');
});

test('a draft, its quote and an unfinished edit survive a room change and a reload, apart from one another', async () => {
  const [said, draft, edit] = [unique('I said'), unique('I wonder'), unique('I meant')];
  await ana.say(said);
  const quoted = unique('Who knows?');
  await rivera.say(quoted);
  await ana.message(quoted).focus();
  await ana.page.keyboard.press('r');
  await ana.composer.fill(draft);
  await ana.message(said).focus();
  await ana.page.keyboard.press('e');
  const editing = ana.page.getByRole('textbox', { name: 'Edit message' });
  await editing.fill(edit);
  await stored(ana.page, 2);
  for (const leave of [() => visit(ana), () => ana.page.reload()]) {
    await leave();
    await expect(editing).toHaveValue(edit);
    await editing.press('Escape');
    await expect(ana.composer).toHaveValue(draft);
    await expect(ana.page.locator('form')).toContainText(quoted);
    await ana.message(said).focus();
    await ana.page.keyboard.press('e');
    await editing.fill(edit);
    await stored(ana.page, 2);
  }
  await editing.press('Enter');
  await expect(rivera.message(edit)).toContainText('edited');
  await ana.composer.press('Enter');
  await expect(rivera.message(draft)).toContainText(quoted);
  await stored(ana.page, 0);
});

test('what waits to be sent forgets the words it quotes once they are deleted, and goes without them', async () => {
  const [quoted, answer] = [unique('Never mind'), unique('I do mind')];
  await rivera.say(quoted);
  const line = await holdSends(ana);
  await ana.message(quoted).focus();
  await ana.page.keyboard.press('r');
  await ana.composer.fill(answer);
  await ana.composer.press('Enter');
  await expect(ana.message(answer)).toContainText(quoted);
  await stored(ana.page, 1, 'outbox');
  await rivera.message(quoted).focus();
  await rivera.page.keyboard.press('Delete');
  await rivera.page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(ana.message(answer)).toContainText('The message was deleted.');
  await ana.page.reload();
  await expect(ana.message(answer)).toContainText('The message was deleted.');
  await expect(ana.message(answer)).not.toContainText(quoted);
  line.isHeld = false;
  await ana.page.reload();
  await expect(rivera.message(answer)).toHaveCount(1);
  await expect(rivera.message(answer)).not.toContainText('deleted');
});

test('a message that was refused because its room is lost is found beside the rooms, and can be copied and given up', async () => {
  const { page } = ana;
  const [{ id: classroomId } = { id: '' }] = await ask<{ id: string }[]>(rivera, 'classrooms.list');
  const draft = { classroomId, title: unique('Club'), everyone: true };
  const { id: roomId, title } = await ask<{ id: string; title: string }>(rivera, 'rooms.open', draft);
  await ask(rivera, 'messages.send', { roomId, clientId: randomUUID(), text: 'Welcome' });
  await enter(ana, title);
  const words = unique('Before you go');
  const line = await cutSockets(ana);
  await ana.say(words);
  await expect(ana.message(words)).toContainText('Waits on this device');
  const me = await ask<{ person: { id: string } }>(ana, 'session.me');
  await ask(rivera, 'participants.remove', { roomId, personId: me.person.id });
  line.isCut = false;
  const row = page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: '1 message was not sent' });
  await expect(row).toBeVisible();
  await page.goto('/');
  await row.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Messages that were not sent' });
  await expect(dialog.getByRole('listitem')).toContainText(words);
  await expect(dialog.getByRole('listitem')).toContainText('You are not in its room any more.');
  await ana.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy text' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(words);
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row).toHaveCount(0);
  await stored(page, 0, 'outbox');
});

test('the words of an edit outlive its message, and can be sent as a new one', async () => {
  const [said, edit] = [unique('Too early'), unique('Better so')];
  await ana.say(said);
  await expect(rivera.message(said)).toBeVisible();
  await ana.message(said).focus();
  await ana.page.keyboard.press('e');
  const editing = ana.page.getByRole('textbox', { name: 'Edit message' });
  await editing.fill(edit);
  await rivera.message(said).focus();
  await rivera.page.keyboard.press('Delete');
  await rivera.page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(ana.page.getByRole('alert')).toContainText('deleted meanwhile');
  await ana.page.reload();
  await expect(ana.page.getByRole('alert')).toContainText('deleted meanwhile');
  await ana.page.getByRole('button', { name: 'Send as a new message' }).click();
  await expect(rivera.message(edit)).toHaveCount(1);
});

test('two tabs agree on the draft, and what is sent in one is gone from the other', async () => {
  const other = screenOf(await ana.context.newPage(), ana.context);
  await other.page.goto(ana.page.url());
  const [first, second] = [unique('from one'), unique('from the other')];
  await ana.composer.fill(first);
  await expect(other.composer).toHaveValue(first);
  await other.composer.fill(second);
  await expect(ana.composer).toHaveValue(second);
  await other.composer.press('Enter');
  await expect(ana.composer).toHaveValue('');
  await expect(ana.message(second)).toHaveCount(1);
  await expect(rivera.message(second)).toHaveCount(1);
});

test('what earlier versions left readable is removed, and what nobody came back for within 60 days', async () => {
  const { page } = ana;
  const claims = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith(':claimed')));
  await ana.composer.fill(unique('Long ago'));
  await stored(page, 1);
  const [anas] = await claims();
  await endSession(ana);
  const ben = await signInHere(ana, BEN);
  await enter(ben);
  const words = unique('Before the holidays');
  await ben.composer.fill(words);
  await stored(page, 2);
  await endSession(ben);
  await page.evaluate((anas) => {
    localStorage.setItem('draft:some-room', 'readable words');
    for (const key of Object.keys(localStorage).filter((key) => key.endsWith(':claimed')))
      localStorage.setItem(key, String(Date.now() - (key === anas ? 61 : 59) * 24 * 3_600_000));
  }, anas);
  await page.reload();
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length), { timeout: 10_000 }).toBe(1);
  await expect.poll(claims).toHaveLength(1);
  expect(await page.evaluate(() => localStorage.getItem('draft:some-room'))).toBeNull();
  const again = await signInHere(ana, BEN);
  await enter(again);
  await expect(again.composer).toHaveValue(words);
});

test('files that wait in a composer are sealed too, and come back with their person', async () => {
  const file = { name: 'my secret plan.txt', mimeType: 'text/plain', buffer: Buffer.from('meet at the old oak') };
  const [chooser] = await Promise.all([
    ana.page.waitForEvent('filechooser'),
    ana.page.getByRole('button', { name: 'Attach files' }).click(),
  ]);
  await chooser.setFiles([file]);
  await expect(ana.page.locator('[data-attachments-tray]')).toContainText('my secret plan.txt');
  await stored(ana.page, 2, 'plugins');
  await endSession(ana);
  expect(await everyByte(ana.page)).not.toMatch(/secret plan|old oak/);
  const ben = await signInHere(ana, BEN);
  await enter(ben);
  await expect(ben.page.locator('[data-attachments-tray]')).toHaveCount(0);
  await endSession(ben);
  const again = await signInHere(ana, ANA);
  await enter(again);
  await expect(again.page.locator('[data-attachments-tray]')).toContainText('my secret plan.txt');
});

const private_ = (words: string): RegExp => new RegExp([words, 'Ana', 'ana@', 'Ben', 'ben@', 'oakwood'].join('|'));

/** No socket goes through until it is said, though requests do. */
async function cutSockets({ page }: Screen): Promise<{ isCut: boolean }> {
  const line = { isCut: false };
  const sockets = new Set<WebSocketRoute>();
  await page.routeWebSocket('**/realtime', (socket) => {
    if (line.isCut) void socket.close({ code: 4001 });
    else sockets.add(socket.connectToServer() && socket);
  });
  await page.reload();
  await expect(page.getByRole('textbox', { name: /^Message to/ })).toBeVisible();
  line.isCut = true;
  for (const socket of sockets) await socket.close({ code: 4001 });
  await expect(page.getByText('Reconnecting')).toBeVisible();
  return line;
}

/** Reloads the page with a connection that works, but for sends: while it holds them, none gets through. */
async function holdSends({ page, composer }: Screen): Promise<{ isHeld: boolean }> {
  const line = { isHeld: true };
  await page.routeWebSocket('**/realtime', (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => {
      if (!line.isHeld || !String(frame).includes('messages.send')) server.send(frame);
    });
  });
  await page.reload();
  await expect(composer).toBeVisible();
  return line;
}

/** Ends the session behind the page's back, as the clock or a head teacher would, and waits for the sign-in page. */
async function endSession({ context, page }: Pick<Screen, 'context' | 'page'>): Promise<void> {
  await context.clearCookies();
  await page.reload();
  await page.waitForURL('**/sign-in*');
}

async function signInHere({ context, page }: Pick<Screen, 'context' | 'page'>, email: string): Promise<Screen> {
  await page.goto('/sign-in');
  await fillSignIn(page, email, PASSWORD);
  await expect(page.getByRole('link', { name: 'Class room' }).first()).toBeVisible();
  return screenOf(page, context);
}

async function askToSignOut({ page }: Screen, name = 'Ana Duarte'): Promise<void> {
  await page.getByRole('button', { name: `${name} Student` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

async function enrolAtElmgrove(teacher: Screen, email: string, name: string): Promise<void> {
  const [history] = await ask<{ id: string }[]>(teacher, 'classrooms.list');
  await ask(teacher, 'classrooms.enrolMany', { classroomId: history?.id, csv: `${email},${name},student` });
}

/** To another page and back. */
async function visit(screen: Screen): Promise<void> {
  const { page } = screen;
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: /^Ana/ }).click();
  await page.getByRole('menuitem', { name: 'Your profile' }).click();
  await page.waitForURL('**/profile');
  await page.goBack();
}

/** Waits until so many rows stand on the disk. */
const stored = (page: Page, count: number, table: 'drafts' | 'outbox' | 'plugins' = 'drafts') =>
  expect.poll(async () => (await rows(page)).filter((row) => row.table === table).length).toBe(count);

async function rows(page: Page): Promise<{ table: string; text: string }[]> {
  return page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
    const letters = async (value: unknown): Promise<string> => {
      if (value instanceof Blob) return letters(await value.arrayBuffer());
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
        const bytes = value instanceof ArrayBuffer ? value : value.buffer;
        return ['utf-8', 'utf-16le'].map((kind) => new TextDecoder(kind).decode(bytes)).join();
      }
      if (typeof value !== 'object' || value === null) return String(value);
      const parts = await Promise.all(
        Object.entries(value).map(async ([key, part]) => `${key}=${await letters(part)}`),
      );
      return parts.join();
    };
    const found: { table: string; text: string }[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await wait(indexedDB.open(name));
      for (const table of database.objectStoreNames) {
        const store = database.transaction(table).objectStore(table);
        for (const row of await wait(store.getAll())) found.push({ table, text: `${name} ${await letters(row)}` });
      }
      database.close();
    }
    return found;
  });
}

/** All that this origin has on the disk, as text. */
async function everyByte(page: Page): Promise<string> {
  const databases = (await rows(page)).map(({ text }) => text).join('\n');
  return page.evaluate(async (databases) => {
    const cached: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        cached.push(request.url, (await (await cache.match(request))?.text()) ?? '');
    }
    const local = JSON.stringify({ ...localStorage });
    return [databases, local, JSON.stringify({ ...sessionStorage }), ...cached].join('\n');
  }, databases);
}
