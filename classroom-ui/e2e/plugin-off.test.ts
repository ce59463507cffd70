import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Response, test } from '@playwright/test';
import { type Homeroom, startHomeroom } from './homeroom.ts';
import { enter, type Screen, signIn, unique } from './people.ts';

let homeroom: Homeroom;

test.beforeAll(async () => {
  homeroom = await startHomeroom();
});
test.afterAll(() => homeroom.stop());

test('reactions saved as off leave open screens within two seconds, the API and the download; on again they are all back', async ({
  browser,
}) => {
  const ana = await signIn(browser, 'ana@oakwood.example', { baseURL: homeroom.url });
  await enter(ana);
  const said = unique('stays');
  await ana.say(said);
  await ana.press(said, /👍/);
  const chip = ana.message(said).getByRole('button', { name: /^👍/ });
  await expect(chip).toContainText('1');

  setReactions(false);
  await expect(chip).toHaveCount(0, { timeout: 2_000 });
  expect(await call(ana, 'reactions.add', { roomId: 'x' })).toEqual(await call(ana, 'nothing.atAll', { roomId: 'x' }));
  const scripts = await scriptsOfReload(ana);
  expect(scripts.length).toBeGreaterThan(3);
  expect(scripts.filter((text) => text.includes('reactions') && text.includes('palette'))).toEqual([]);
  await expect(ana.message(said)).toBeVisible();

  setReactions(true);
  await expect(ana.message(said).getByRole('button', { name: /^👍/ })).toContainText('1');
});

function setReactions(on: boolean): void {
  const file = join(homeroom.schoolsDir, 'oakwood.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^(\s+reactions:).*$/m, `$1 ${on}`));
}

const call = ({ page }: Screen, procedure: string, input: unknown) =>
  page.evaluate(
    async ([path, body]) => {
      const answer = await fetch(`/trpc/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body as string,
      });
      return { status: answer.status, body: await answer.text() };
    },
    [procedure, JSON.stringify(input)] as const,
  );

/** The text of every script a fresh load of the page fetches. */
async function scriptsOfReload({ page, context }: Screen): Promise<string[]> {
  const texts: Promise<string>[] = [];
  const fresh = await context.newPage();
  const read = (response: Response) => {
    if (response.url().endsWith('.js')) texts.push(response.text());
  };
  fresh.on('response', read);
  await fresh.goto(page.url());
  await expect(fresh.getByRole('log')).toBeVisible();
  // What comes later is no part of the load, and would be read of a page that is closed.
  fresh.off('response', read);
  const all = await Promise.all(texts);
  await fresh.close();
  return all;
}
