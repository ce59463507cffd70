import '../../../classroom-ui/app.css';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import ReactionBar from './ReactionBar.svelte';
import ReactionPicker from './ReactionPicker.svelte';
import { given } from './test-kit.ts';

let people = 0;

/** The row of tools of a message, with what its place was told. Somebody else each time, unless said: habits are kept. */
async function tools(settings: object = {}, role: 'member' | 'observer' = 'member', person = `person ${++people}`) {
  const { props, school } = given(undefined, role, settings);
  const told: string[] = [];
  const screen = await render(ReactionPicker, {
    ...props,
    me: { ...props.me, id: person },
    busy: (open: boolean) => told.push(open ? 'busy' : 'free'),
    close: () => told.push('close'),
  });
  return { screen, school, told, person };
}

/** The same with the whole picker open. */
async function picker(settings: object = {}, person?: string) {
  const all = await tools(settings, 'member', person);
  await all.screen.getByRole('button', { name: 'More reactions' }).click();
  const search = all.screen.getByRole('searchbox', { name: 'Search emoji' });
  await expect.element(search).toHaveFocus();
  return { ...all, search };
}
const focused = () => document.activeElement?.getAttribute('aria-label');

test("the school's palette stands ready, and a press on it reacts", async () => {
  const { screen, school, told } = await tools({ palette: ['🌱', '🔬'] });
  const names = screen
    .getByRole('button')
    .elements()
    .map((button) => button.getAttribute('aria-label'));
  expect(names).toEqual(['React with 🌱', 'React with 🔬', 'More reactions']);
  await screen.getByRole('button', { name: 'React with 🔬' }).click();
  expect(school.asked).toEqual(['add 🔬']);
  expect(told).toEqual(['close']);
});

test('an observer is offered nothing', async () => {
  const { screen } = await tools({}, 'observer');
  expect(screen.container.querySelector('button')).toBeNull();
});

test('a school that offers its palette alone gets no other emoji', async () => {
  const { screen } = await tools({ anyEmoji: false, palette: ['👍', '🎉'] });
  expect(screen.getByRole('button').elements()).toHaveLength(2);
  const { props, school } = given({ '👍': ['ben'] }, 'member', { anyEmoji: false, palette: ['👍', '🎉'] });
  const bar = await render(ReactionBar, props);
  await bar.getByRole('button', { name: 'Add a reaction' }).click();
  const dialog = bar.getByRole('dialog', { name: 'Pick an emoji' });
  expect(dialog.getByRole('button').elements()).toHaveLength(2);
  await expect.element(dialog.getByRole('searchbox')).not.toBeInTheDocument();
  await dialog.getByRole('button', { name: 'React with 🎉' }).click();
  expect(school.asked).toEqual(['add 🎉']);
  await expect.element(bar.getByRole('button', { name: '🎉 1, You reacted with 🎉' })).toBeVisible();
});

test('what is searched is found by its name and by other words, and Enter takes the first', async () => {
  const { screen, school, search, told } = await picker();
  await search.fill('tada');
  await expect.element(screen.getByRole('gridcell', { name: 'party popper' })).toBeVisible();
  await userEvent.keyboard('{Enter}');
  expect(school.asked).toEqual(['add 🎉']);
  expect(told).toEqual(['busy', 'close', 'free']);
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
});

test('a search that finds nothing says so', async () => {
  const { screen, search } = await picker();
  await search.fill('xyzzy');
  await expect.element(screen.getByText('No emoji for “xyzzy”')).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('dialog')).toBeVisible();
});

test('the keyboard walks the grid across its sections, back to the search by typing, and picks', async () => {
  const { school, search } = await picker({ palette: ['👍', '❤️'] });
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(focused).toBe('thumbs up');
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(focused).toBe('red heart');
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(focused).toBe('grinning face with big eyes');
  await userEvent.keyboard('{Home}');
  await expect.poll(focused).toBe('grinning face');
  await userEvent.keyboard('{ArrowLeft}');
  await expect.poll(focused).toBe('red heart');
  await userEvent.keyboard('owl');
  await expect.element(search).toHaveFocus();
  await expect.element(search).toHaveValue('owl');
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(focused).toBe('owl');
  await userEvent.keyboard('{Enter}');
  expect(school.asked).toEqual(['add 🦉']);
});

test('a group is one press away, and its emoji can be reached from there', async () => {
  const { screen } = await picker();
  await screen.getByRole('button', { name: 'Flags' }).click();
  await expect.element(screen.getByRole('gridcell', { name: 'chequered flag' })).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Flags' })).toHaveAttribute('aria-current', 'true');
});

test('few of the two thousand emoji are drawn at a time', async () => {
  const { screen } = await picker();
  await expect.element(screen.getByRole('gridcell').first()).toBeVisible();
  expect(screen.getByRole('gridcell').elements().length).toBeLessThan(250);
  expect(Number(screen.getByRole('grid').element().getAttribute('aria-rowcount'))).toBeGreaterThan(200);
});

test('a skin tone is chosen once and kept', async () => {
  const { screen, school, search, person } = await picker();
  await screen.getByRole('button', { name: 'Skin tone: No skin tone' }).click();
  await screen.getByRole('button', { name: 'Medium-dark' }).click();
  await search.fill('waving hand');
  await screen.getByRole('gridcell', { name: 'waving hand' }).click();
  expect(school.asked).toEqual(['add 👋🏾']);
  await screen.unmount();
  const again = await picker({}, person);
  await expect.element(again.screen.getByRole('button', { name: 'Skin tone: Medium-dark' })).toBeVisible();
});

test('what was just used leads the next time', async () => {
  const { screen, school, search, person } = await picker();
  await search.fill('hedgehog');
  await userEvent.keyboard('{Enter}');
  expect(school.asked).toEqual(['add 🦔']);
  await screen.unmount();
  const again = await picker({}, person);
  await expect.element(again.screen.getByText('Just used')).toBeVisible();
  await expect.element(again.screen.getByRole('gridcell', { name: 'hedgehog' })).toBeVisible();
});

test('Shift keeps the picker open for another one', async () => {
  const { screen, school, search } = await picker();
  await search.fill('rocket');
  await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
  expect(school.asked).toEqual(['add 🚀']);
  await expect.element(screen.getByRole('dialog')).toBeVisible();
});

test('Escape closes it and gives the focus back', async () => {
  const { screen, told } = await picker();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
  await expect.poll(focused).toBe('More reactions');
  expect(told).toEqual(['busy', 'free']);
});

test('keys that are meant for the picker do not move the row of tools around it', async () => {
  const { search } = await picker();
  const heard: string[] = [];
  const hear = (event: KeyboardEvent) => heard.push(event.key);
  document.body.addEventListener('keydown', hear);
  await search.fill('cat');
  await userEvent.keyboard('{ArrowLeft}');
  document.body.removeEventListener('keydown', hear);
  expect(heard).toEqual([]);
});
