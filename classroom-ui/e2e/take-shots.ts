import '../../config/node-version.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium as browserType, expect } from '@playwright/test';
import { chromium } from '../../config/chromium.ts';
import { root } from '../../config/tools/run-tool.ts';
import { startHomeroom } from './homeroom.ts';
import { type Screen, signIn } from './people.ts';

/*
 * npm run shots: the pictures of docs/, taken of the product as it is, with its demo school: a teacher and a student talk,
 * wide and as narrow as a phone, light and dark.
 */
const docs = join(root, 'docs');
const SIZES = [
  { name: '1280', viewport: { width: 1280, height: 800 } },
  { name: '390', viewport: { width: 390, height: 844 } },
] as const;

mkdirSync(docs, { recursive: true });
const homeroom = await startHomeroom();
const browser = await browserType.launch(chromium);
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { name, viewport } of SIZES) await take(browser, `${name}-${colorScheme}`, { colorScheme, viewport });
  }
} finally {
  await browser.close();
  await homeroom.stop();
}

interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

async function take(browser: Browser, name: string, look: Look): Promise<void> {
  const options = { ...look, baseURL: homeroom.url };
  const door = await browser.newPage(options);
  await door.goto('/sign-in');
  await expect(door.getByRole('heading').first()).toBeVisible();
  await door.screenshot({ path: join(docs, `sign-in-${name}.png`) });
  await door.close();
  const rivera = await signIn(browser, 'rivera@oakwood.example', options);
  const ana = await signIn(browser, 'ana@oakwood.example', options);
  for (const { page, log } of [rivera, ana]) {
    await page.getByRole('link', { name: 'Class room' }).first().click();
    await expect(log.getByRole('article').last()).toBeVisible();
  }
  await talkOnce(rivera, ana);
  for (const [person, { page }] of Object.entries({ teacher: rivera, student: ana })) {
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(docs, `${person}-${name}.png`), animations: 'disabled' });
  }
  await rivera.context.close();
  await ana.context.close();
  console.log(`docs/{sign-in,teacher,student}-${name}.png`);
}

/** The pictures show one conversation, had on the first two screens. */
async function talkOnce(rivera: Screen, ana: Screen): Promise<void> {
  const question = 'Who can bring a lamp on Friday?';
  const answer = 'I can! It is the old one from the kitchen 💡';
  if ((await rivera.message(question).count()) > 0) return;
  await rivera.say(question);
  await ana.message(question).waitFor();
  await ana.say(answer);
  await rivera.message(answer).waitFor();
}
