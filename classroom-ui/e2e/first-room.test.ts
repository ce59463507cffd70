import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { fillSignIn } from './people.ts';

/** Whoever joins from a phone on a school's worst line waits for this, and for nothing else. */
const MOST_BYTES = 150_000;

interface Script {
  readonly url: string;
  readonly encoding: string | undefined;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  /** Its body as it travelled. */
  bytes: number;
}

test('the first room needs no more than 150 kB of JavaScript', async ({ page, context }) => {
  const scripts = await watchScripts(await context.newCDPSession(page));
  const firstText = await watchFirstText(page);
  await page.goto('/sign-in');
  await fillSignIn(page, 'ana@oakwood.example');
  // A pointer that rests on a message asks for the message's tools, which nobody needs to read it.
  await page.mouse.move(0, 0);
  await page.getByRole('link', { name: 'Class room' }).first().click();
  const readAt = await firstText();
  // What makes words bold comes by itself, and later; what colours code and sets formulas, when some are come upon.
  const log = page.getByRole('log');
  await expect(log.locator('strong').first()).toBeVisible();
  const needed = [...scripts.values()].filter(({ askedAt }) => askedAt <= readAt);
  expect(needed.length).toBeGreaterThan(10);
  const list = needed.map(({ url, bytes, askedAt }) => `${Math.round(askedAt - readAt)} ms ${bytes} ${url}`).join('\n');
  expect(
    needed.reduce((sum, { bytes }) => sum + bytes, 0),
    list,
  ).toBeLessThanOrEqual(MOST_BYTES);
  await expect(log.locator('.hljs-keyword, .katex')).toHaveCount(0);
  await scrollUpTo(page, 'I checked it in the computer room');
  await expect(log.locator('.hljs-keyword').first()).toBeVisible();
  await scrollUpTo(page, 'light spreads over an area');
  await expect(log.locator('.katex').first()).toBeVisible();
  expect([...scripts.values()].filter(({ encoding }) => encoding !== 'br')).toEqual([]);
});

async function scrollUpTo(page: Page, text: string): Promise<void> {
  await page.getByRole('log').hover();
  await expect(async () => {
    await page.mouse.wheel(0, -300);
    await expect(page.getByRole('log').getByText(text)).toBeInViewport({ timeout: 500 });
  }).toPass();
}

/** Every script the page asks for from now on, by its request. */
async function watchScripts(network: CDPSession): Promise<ReadonlyMap<string, Script>> {
  const asked = new Map<string, number>();
  const scripts = new Map<string, Script>();
  network.on('Network.requestWillBeSent', ({ requestId, wallTime }) => asked.set(requestId, wallTime * 1_000));
  network.on('Network.responseReceived', ({ requestId, response: { url, headers } }) => {
    if (!new URL(url).pathname.endsWith('.js')) return;
    const encoding = headers['content-encoding'];
    scripts.set(requestId, { url, encoding, askedAt: asked.get(requestId) ?? 0, bytes: 0 });
  });
  network.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId);
    if (script) script.bytes += encodedDataLength;
  });
  await network.send('Network.enable');
  return scripts;
}

/** Answers how to wait for the moment somebody can read the first message, in milliseconds since 1970. */
async function watchFirstText(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const look = () => {
      const text = document.querySelector('[role=log] .message-text');
      if (text?.textContent && text.checkVisibility({ visibilityProperty: true }))
        document.documentElement.dataset.readAt = String(performance.timeOrigin + performance.now());
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return async () => {
    const root = page.locator('html[data-read-at]');
    await expect(root).toBeAttached();
    return Number(await root.getAttribute('data-read-at'));
  };
}
