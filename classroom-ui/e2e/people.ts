import { randomUUID } from 'node:crypto';
import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test';

/** A person of the demo at a screen of their own. */
export interface Screen {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The room's messages. */
  readonly log: Locator;
  readonly composer: Locator;
  /** Types a message and presses Enter. */
  say(text: string): Promise<void>;
  message(text: string): Locator;
  /** Presses a tool of a message. */
  press(text: string, tool: string | RegExp): Promise<void>;
  /** Changes the last message of this person with the keyboard, once it is stored. */
  editLast(text: string): Promise<void>;
  /** The texts of the messages that contain a mark, from top to bottom. */
  texts(mark: string): Promise<string[]>;
}

export const PASSWORD = 'homeroom-demo';

/** Signs a demo person in, in a browser of their own, without the form, and waits for their first room. */
export async function signIn(
  browser: Browser,
  email: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Screen> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', ...options });
  const answer = await context.request.post('/api/auth/sign-in/email', { data: { email, password: PASSWORD } });
  expect(answer.ok(), await answer.text()).toBe(true);
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Class room' }).first()).toBeVisible();
  return screenOf(page, context);
}

/** Two people of one class, each at a screen of their own in its room. */
export async function meet(
  browser: Browser,
  one: string,
  other: string,
  options?: Parameters<Browser['newContext']>[0],
): Promise<[one: Screen, other: Screen]> {
  const screens: [Screen, Screen] = [await signIn(browser, one), await signIn(browser, other, options)];
  for (const screen of screens) await enter(screen);
  return screens;
}

/** A text that nobody else says. */
export const unique = (text: string): string => `${text} ${randomUUID().slice(0, 8)}`;

export async function fillSignIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Goes to a room by its name in the list. */
export async function enter({ page }: Pick<Screen, 'page'>, room = 'Class room'): Promise<void> {
  const link = page.getByRole('link', { name: room }).first();
  const path = await link.getAttribute('href');
  await link.click();
  // Another room may be on the screen before.
  await page.waitForURL(({ pathname }) => pathname === path);
  // A room nobody has written in has no log.
  const beginning = page.getByText(/^This is the beginning of/);
  await expect(page.getByRole('log').or(beginning).first()).toBeVisible();
}

export function screenOf(page: Page, context: BrowserContext): Screen {
  const log = page.getByRole('log').first();
  const composer = page.getByRole('textbox', { name: /^Message to/ });
  const message = (text: string) => log.getByRole('article').filter({ hasText: text });
  return {
    ...{ page, context, log, composer },
    async say(text) {
      await composer.fill(text);
      await composer.press('Enter');
    },
    async editLast(text) {
      const editing = page.getByRole('textbox', { name: 'Edit message' });
      await expect(async () => {
        await composer.press('ArrowUp');
        await expect(editing).toBeVisible({ timeout: 500 });
      }).toPass();
      await editing.fill(text);
      await editing.press('Enter');
    },
    message,
    async press(text, tool) {
      // A row moves once more after it is drawn, away from under the pointer.
      await expect(message(text)).toHaveAttribute('data-seq');
      await expect(async () => {
        await message(text).hover({ timeout: 1_000 });
        await message(text).getByRole('button', { name: tool }).click({ timeout: 1_000 });
      }).toPass();
    },
    texts: async (mark) =>
      (await log.getByRole('article').allInnerTexts()).flatMap((text) =>
        text.split('\n').filter((line) => line.startsWith(mark)),
      ),
  };
}

/** Asks a procedure as the person at a screen: for what a test needs and is not about. Without input it is a query. */
export function ask<T = unknown>({ page }: Pick<Screen, 'page'>, procedure: string, input?: unknown): Promise<T> {
  return page.evaluate(
    async ({ path, body }) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(path, body === undefined ? {} : { method: 'POST', headers, body });
      const told = (await answer.json()) as { result?: { data: unknown }; error?: unknown };
      if (!told.result) throw new Error(JSON.stringify(told.error));
      return told.result.data as never;
    },
    { path: `/trpc/${procedure}`, body: input === undefined ? undefined : JSON.stringify(input) },
  );
}

/** As if another tab were looked at: the page is told so, and says so itself. */
export const hide = ({ page }: Pick<Screen, 'page'>, hidden: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (hidden ? 'hidden' : 'visible'),
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
