import { type CDPSession, expect, test } from '@playwright/test';
import { wholeChromium } from '../../config/chromium.ts';
import { offences } from './axe.ts';
import { ask, enter, fillSignIn, hide, type Screen, signIn, unique } from './people.ts';

// Ana, who lets this browser tell her. It reaches no push service: what one would bring, DevTools deliver.
test.use({ launchOptions: wholeChromium });
let ana: Screen;
let devTools: CDPSession;
test.beforeAll(async ({ browser }) => {
  ana = await signIn(browser, 'ana@oakwood.example', { permissions: ['notifications'] });
  devTools = await ana.context.newCDPSession(ana.page);
  await ana.page.goto('/profile');
});
test.afterAll(() => ana.context.close());

const deviceSwitch = () => ana.page.getByRole('switch', { name: 'Tell me on this device' });
/** What this browser shows beside its pages, the newest last. */
const shown = () =>
  ana.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/notifications/');
    const notifications = (await registration?.getNotifications()) ?? [];
    return notifications.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url as string }));
  });

/** As if a notice had just been pushed. */
const showOne = async () => {
  await ana.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/notifications/');
    await registration?.showNotification('Ms Rivera mentioned you.', { body: 'Look here', data: { url: '/' } });
  });
  expect(await shown()).not.toEqual([]);
};

const closeShown = () =>
  ana.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/notifications/');
    for (const notification of (await registration?.getNotifications()) ?? []) notification.close();
  });

test('she has this browser tell her, and what is pushed to it is shown', async () => {
  await deviceSwitch().check();
  await expect(ana.page.getByText(/^(Also while|Only while) Homeroom is/)).toBeVisible();
  expect(await offences(ana.page)).toEqual([]);
  const registrationId = await registered(devTools);
  const message = { title: 'Ms Rivera announced something.', body: 'No school on Friday', tag: 'one', url: '/profile' };
  const origin = new URL(ana.page.url()).origin;
  const deliver = (more: object) =>
    devTools.send('ServiceWorker.deliverPushMessage', {
      ...{ origin, registrationId, data: JSON.stringify({ ...message, ...more }) },
    });
  await deliver({});
  await expect.poll(shown).toEqual([message]);
  await deliver({ body: 'Nor on Monday' });
  await expect.poll(shown).toEqual([{ ...message, body: 'Nor on Monday' }]);
  await deliver({ tag: 'two' });
  await expect.poll(async () => (await shown()).length).toBe(2);
});

test('what it shows goes when it is read or deleted, and says what an edited message says', async ({ browser }) => {
  const rivera = await signIn(browser, 'rivera@oakwood.example');
  await enter(rivera);
  const bodies = async () => (await shown()).map(({ body }) => body);
  await ana.page.goto('/profile');
  await deviceSwitch().check();
  await expect(ana.page.getByText(/^(Also while|Only while) Homeroom is/)).toBeVisible();
  await ask(ana, 'notifications.readAll', null);
  await closeShown();
  await expect.poll(bodies).toEqual([]);
  await hide(ana, true);
  const [said, edited] = [unique('look at the elm'), unique('look at the ash')];
  await rivera.say(`@Ana Duarte ${said}`);
  await expect.poll(bodies).toEqual([`@Ana Duarte ${said}`]);
  await rivera.editLast(`@Ana Duarte ${edited}`);
  await expect.poll(bodies).toEqual([`@Ana Duarte ${edited}`]);
  await rivera.message(edited).focus();
  await rivera.page.keyboard.press('Delete');
  await rivera.page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect.poll(bodies).toEqual([]);
  await hide(ana, false);
  await rivera.context.close();
});

test('she takes it back, and the browser knows nothing of it any more', async () => {
  await deviceSwitch().uncheck();
  await expect.poll(() => ana.page.evaluate(() => navigator.serviceWorker.getRegistrations())).toEqual([]);
  await ana.page.reload();
  await expect(deviceSwitch()).not.toBeChecked();
  await expect(deviceSwitch()).toBeEnabled();
});

test('in a frame of another page nothing is asked', async () => {
  const { page } = ana;
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = '/profile';
    frame.title = 'Homeroom';
    frame.style.cssText = 'position: fixed; inset: 0; width: 100%; height: 100%; background: white';
    document.body.append(frame);
  });
  const inside = page.frameLocator('iframe').getByRole('switch', { name: 'Tell me on this device' });
  await expect(inside).toBeDisabled();
  await expect(page.frameLocator('iframe').getByText('This browser cannot, or Homeroom stands inside')).toBeVisible();
});

test('while no page is on the screen the browser shows what comes', async ({ browser }) => {
  const { page } = ana;
  await page.goto('/profile');
  await deviceSwitch().check();
  await expect(ana.page.getByText(/^(Also while|Only while) Homeroom is/)).toBeVisible();
  const rivera = await signIn(browser, 'rivera@oakwood.example');
  await enter(rivera);
  await ask(ana, 'notifications.readAll', null);
  await hide(ana, true);
  const mark = unique('look at the willow');
  await rivera.say(`@Ana Duarte ${mark}`);
  await expect.poll(async () => (await shown()).map(({ body }) => body)).toContainEqual(`@Ana Duarte ${mark}`);
  await hide(ana, false);
  await rivera.say(`@Ana Duarte ${unique('and at the oak')}`);
  await expect(page.getByRole('button', { name: 'Notifications, 2 unread' })).toBeVisible();
  expect(await shown()).toHaveLength(1);
  await rivera.context.close();
});

test('what it shows is closed when her session ends by itself, and when somebody else signs in after that', async () => {
  const { page, context } = ana;
  await showOne();
  await context.clearCookies();
  await hide(ana, false);
  await expect(page).toHaveURL(/\/sign-in\?/);
  expect(await shown()).toEqual([]);
  // As if no page had been open when it ended.
  await showOne();
  await page.goto('/sign-in');
  await fillSignIn(page, 'ben@oakwood.example');
  await enter(ana);
  await expect.poll(shown).toEqual([]);
});

test('what it shows is closed when she signs out, and a browser that does not answer holds nobody up', async () => {
  const { page } = ana;
  await page.goto('/sign-in');
  await fillSignIn(page, 'ana@oakwood.example');
  await enter(ana);
  await showOne();
  await page.getByRole('button', { name: 'Ana Duarte Student' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await shown()).toEqual([]);
  await fillSignIn(page, 'ana@oakwood.example');
  await enter(ana);
  await page.evaluate(() => {
    ServiceWorkerRegistration.prototype.getNotifications = () => new Promise(() => {});
  });
  await page.getByRole('button', { name: 'Ana Duarte Student' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
});

/** The id by which DevTools know the worker's registration. */
async function registered(tools: CDPSession): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const found = registrations.find(({ scopeURL, isDeleted }) => scopeURL.endsWith('/notifications/') && !isDeleted);
    if (found) resolve(found.registrationId);
  });
  await tools.send('ServiceWorker.enable');
  return promise;
}
