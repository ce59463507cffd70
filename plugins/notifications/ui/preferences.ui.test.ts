import '../../../classroom-ui/app.css';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import Preferences from './Preferences.svelte';

const preferences = {
  reasons: [{ notice: 'mentions.you', title: 'Mentions', bell: true, push: true, mail: true }],
  ...{ quietHours: '', quietWeekends: false, mail: true },
};
const settings = { keepDays: 90, quietHours: '', quietWeekends: false, mailAfter: 30, privateTexts: false };

const shown = (mailAfter: number, mailbox: boolean) => {
  const query = (answer: object) => ({ query: () => Promise.resolve(answer) });
  const notifications = { preferences: query(preferences), mailWay: query({ delivers: true, mailbox }) };
  return render(Preferences, { api: notifications, settings: { ...settings, mailAfter } } as never);
};

test.each([
  ['the school sends none', 0, true],
  ['one has no address', 30, false],
])('mail is not offered where %s', async (_, mailAfter, mailbox) => {
  const screen = await shown(mailAfter, mailbox);
  await expect.element(screen.getByRole('checkbox', { name: 'Mentions: Device' })).toBeVisible();
  expect(screen.container.textContent).not.toMatch(/mail/i);
});

test('mail is offered to somebody with an address where the school sends some', async () => {
  const screen = await shown(30, true);
  await expect.element(screen.getByRole('checkbox', { name: 'Mentions: Mail' })).toBeVisible();
  await expect.element(screen.getByRole('switch', { name: 'Mail me what I have not read' })).toBeVisible();
});
