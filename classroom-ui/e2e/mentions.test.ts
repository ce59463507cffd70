import { expect, test } from '@playwright/test';
import { LOOKS, offences } from './axe.ts';
import { enter, meet, type Screen, signIn, unique } from './people.ts';

// A teacher and a student in one room, the student on a phone: they name each other, and see that they are meant.
let rivera: Screen;
let ana: Screen;

test.beforeAll(async ({ browser }) => {
  const phone = { viewport: { width: 390, height: 844 } };
  [rivera, ana] = await meet(browser, 'rivera@oakwood.example', 'ana@oakwood.example', phone);
});
test.afterAll(async () => {
  await rivera.context.close();
  await ana.context.close();
});

const list = ({ page }: Screen) => page.getByRole('listbox', { name: 'People to mention' });
const type = async ({ composer }: Screen, text: string) => {
  await composer.focus();
  await composer.pressSequentially(text);
};
/** The names that stand out for whoever looks, in a message. */
const strong = (screen: Screen, text: string) => screen.message(text).locator('mark');

test('a name is completed by keyboard, and stands out for whom it names', async () => {
  await type(rivera, 'Well measured, @d');
  await expect(list(rivera).getByRole('option')).toHaveText([/Dora Lindqvist/, /Ana Duarte/]);
  await expect(rivera.composer).toHaveAttribute('aria-controls', (await list(rivera).getAttribute('id')) ?? '');
  await rivera.page.keyboard.press('ArrowDown');
  const active = list(rivera).getByRole('option', { selected: true });
  await expect(active).toHaveText(/Ana Duarte/);
  await expect(rivera.composer).toHaveAttribute('aria-activedescendant', (await active.getAttribute('id')) ?? '');
  await rivera.page.keyboard.press('Enter');
  await expect(rivera.composer).toHaveValue('Well measured, @Ana Duarte ');
  await expect(list(rivera)).toHaveCount(0);
  const mark = unique('and written down');
  await rivera.composer.pressSequentially(mark);
  await rivera.page.keyboard.press('Enter');
  await expect(strong(ana, mark)).toHaveText('@Ana Duarte');
  await expect(rivera.message(mark).locator('.message-mark')).toHaveText('@Ana Duarte');
  await expect(strong(rivera, mark)).toHaveCount(0);
});

test('the list knows the room, offers a student nobody at once, and closes by Escape', async () => {
  await type(ana, '@');
  await expect(list(ana).getByRole('option')).toHaveText([/Ben/, /Chidi/, /Dora/, /Ms Rivera/]);
  await ana.page.keyboard.press('Escape');
  await expect(list(ana)).toHaveCount(0);
  await expect(ana.composer).toBeFocused();
  await ana.composer.fill('');
  await type(rivera, '@');
  await expect(list(rivera).getByRole('option')).toHaveText([/Ana/, /Ben/, /Chidi/, /Dora/, /@teachers/, /@class/]);
  await rivera.composer.fill('');
});

test('by a finger on a phone, with formatting around it, and gone with an edit', async () => {
  await type(ana, '**Thank you**, @riv');
  await list(ana).getByRole('option', { name: 'Ms Rivera' }).click();
  await expect(ana.composer).toHaveValue('**Thank you**, @Ms Rivera ');
  await expect(ana.composer).toBeFocused();
  const mark = unique('for the help');
  await ana.composer.pressSequentially(mark);
  await ana.page.getByRole('button', { name: 'Send' }).click();
  await expect(strong(rivera, mark)).toHaveText('@Ms Rivera');
  await expect(rivera.message(mark).locator('strong')).toHaveText('Thank you');

  await ana.editLast(mark);
  await expect(rivera.message(mark)).toContainText('edited');
  await expect(rivera.message(mark).locator('.message-mark')).toHaveCount(0);
});

test('everybody is called by staff; typed by hand, a whole name counts too', async () => {
  const all = unique('bring your goggles');
  await rivera.say(`@class ${all}`);
  await expect(strong(ana, all)).toHaveText('@class');
  const byHand = unique('I will');
  await ana.say(`@ms rivera ${byHand}`);
  await expect(strong(rivera, byHand)).toHaveText('@Ms Rivera');
});

for (const looks of LOOKS) {
  const { width } = looks.viewport;
  test(`with the list open axe objects to nothing: ${looks.colorScheme}, ${width} pixels`, async ({ browser }) => {
    const who = await signIn(browser, 'ana@oakwood.example', looks);
    await enter(who);
    await expect(who.log.getByRole('article').last()).toBeVisible();
    await type(who, '@');
    await expect(list(who)).toBeVisible();
    expect(await offences(who.page)).toEqual([]);
    const box = await list(who).boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width).toBe(true);
    await who.context.close();
  });
}
