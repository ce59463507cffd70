import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { offences } from './axe.ts';
import { type Homeroom, startHomeroom } from './homeroom.ts';
import { letterTo } from './letters.ts';
import { ask, enter, signIn, unique } from './people.ts';

// A school that mails what has been unread for a minute.
let homeroom: Homeroom;
test.beforeAll(async () => {
  homeroom = await startHomeroom();
  const file = join(homeroom.schoolsDir, 'oakwood.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('  notifications: true\n', '  notifications:\n    mailAfter: 1\n'));
});
test.afterAll(() => homeroom.stop());

test('what she does not read is mailed to her, with a link that ends such mail without signing in', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const [rivera, ana] = await Promise.all(
    ['rivera', 'ana'].map((name) => signIn(browser, `${name}@oakwood.example`, { baseURL: homeroom.url })),
  );
  if (!rivera || !ana) throw new Error('somebody could not sign in');
  await ana.page.goto('/profile');
  await expect(
    ana.page.getByText('After a minute, all in one mail. Not yet, though: this Homeroom has no mail server.'),
  ).toBeVisible();
  await enter(rivera);
  const mark = unique('bring your lamp');
  await rivera.say(`@Ana Duarte ${mark}`);
  await expect(ana.page.getByRole('button', { name: /^Notifications, \d+ unread$/ })).toBeVisible();
  await expect(async () => {
    expect((await letterTo(homeroom, 'ana@oakwood.example')).text).toContain(mark);
  }).toPass({ timeout: 200_000 });
  const { subject, text, links } = await letterTo(homeroom, 'ana@oakwood.example');
  expect(subject).toMatch(/^\d+ unread notifications? at Oakwood School$/);
  expect(text).toContain('Ms Rivera mentioned you in Class room.');

  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  await page.goto(links.find((link) => link.includes('/stop-mail/mentions.mention')) ?? '');
  await expect(
    page.getByText('Do you want to get no more mail about “Mentions of you” from Oakwood School?'),
  ).toBeVisible();
  expect(await offences(page)).toEqual([]);
  await page.getByRole('button', { name: 'No more mail' }).click();
  await expect(page.getByText('You will get no more mail about “Mentions of you” from Oakwood School.')).toBeVisible();
  const { reasons } = await ask<{ reasons: { notice: string; mail: boolean }[] }>(ana, 'notifications.preferences');
  const unmailed = reasons.filter(({ mail }) => !mail).map(({ notice }) => notice);
  // Every message of a room is mailed to nobody who has not asked for that.
  expect(unmailed).toEqual(['mentions.mention', 'notifications.every']);

  await ana.page.goto(links.find((link) => link.includes(roomOf(rivera.page.url()))) ?? '');
  await expect(ana.message(mark)).toBeVisible();
  for (const context of [stranger, rivera.context, ana.context]) await context.close();
});

const roomOf = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';
