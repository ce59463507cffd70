import '../../../classroom-ui/app.css';
import { beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import ReactionBar from './ReactionBar.svelte';
import { given, toasts } from './test-kit.ts';

beforeEach(() => {
  toasts.length = 0;
});

const refused = {
  data: { error: { code: 'reactions.too-many', fault: 'conflict', message: 'This message is full.' } },
};

describe('the bar below a message', () => {
  test('says each emoji, how many gave it, and who, yourself last', async () => {
    const { props } = given({ '👍': ['ana', 'ben', 'chidi'], '🎉': ['ben'] });
    const screen = await render(ReactionBar, props);
    const [thumb, party] = screen.getByRole('list', { name: 'Reactions' }).getByRole('button').elements();
    expect(thumb?.textContent?.replace(/\s+/g, ' ').trim()).toBe('👍 3');
    expect(thumb?.getAttribute('aria-label')).toBe('👍 3, Ben, Chidi and you reacted with 👍');
    expect(thumb?.getAttribute('aria-pressed')).toBe('true');
    expect(party?.getAttribute('aria-label')).toBe('🎉 1, Ben reacted with 🎉');
    expect(party?.getAttribute('aria-pressed')).toBe('false');
  });

  test("shows the school's palette in its order, then the others as they came", async () => {
    const { props } = given({ '🦉': ['ben'], '👀': ['ben'], '🐝': ['ben'], '👍': ['ben'] });
    const screen = await render(ReactionBar, props);
    const drawn = screen
      .getByRole('list')
      .getByRole('button')
      .elements()
      .map((chip) => chip.textContent?.trim().split(/\s/)[0]);
    expect(drawn).toEqual(['👍', '👀', '🦉', '🐝', '']);
  });

  test('is not there while nobody has reacted', async () => {
    const { props } = given();
    const screen = await render(ReactionBar, props);
    expect(screen.container.querySelector('button')).toBeNull();
  });

  test('counts those whose names nobody knows, and does not read out a whole school', async () => {
    const crowd = Array.from({ length: 30 }, (_, at) => `stranger ${at}`);
    const { props } = given({ '👍': ['ben', ...crowd] });
    const screen = await render(ReactionBar, props);
    const label = screen.getByRole('list').getByRole('button').first().element().getAttribute('aria-label');
    expect(label).toMatch(/^👍 31, Ben, somebody, .* and 19 others reacted with 👍$/);
  });

  test('has targets of 24 pixels at least', async () => {
    const { props } = given({ '👍': ['ben'] });
    const screen = await render(ReactionBar, props);
    for (const button of screen.getByRole('list').getByRole('button').elements()) {
      const { width, height } = button.getBoundingClientRect();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    }
  });
});

describe('a press on a chip', () => {
  test('shows at once, asks the school, and takes it back when pressed again', async () => {
    const { props, school } = given({ '👍': ['ben'] });
    const screen = await render(ReactionBar, props);
    const chip = screen.getByRole('button', { name: /^👍/ });
    await chip.click();
    await expect.element(chip).toHaveAccessibleName('👍 2, Ben and you reacted with 👍');
    await expect.element(chip).toHaveAttribute('aria-pressed', 'true');
    await chip.click();
    await expect.element(chip).toHaveAccessibleName('👍 1, Ben reacted with 👍');
    expect(school.asked).toEqual(['add 👍', 'remove 👍']);
  });

  test('works by Enter and by Space', async () => {
    const { props, school } = given({ '👍': ['ben'] });
    const screen = await render(ReactionBar, props);
    (screen.getByRole('button', { name: /^👍/ }).element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => school.asked).toEqual(['add 👍']);
    await userEvent.keyboard(' ');
    await expect.poll(() => school.asked).toEqual(['add 👍', 'remove 👍']);
  });

  test('shows the same once the event has come', async () => {
    const { props } = given({ '👍': ['ben'] });
    const screen = await render(ReactionBar, props);
    await screen.getByRole('button', { name: /^👍/ }).click();
    await screen.rerender({ ...props, shown: { '👍': ['ana', 'ben'] } });
    await expect.element(screen.getByRole('button', { name: /^👍/ })).toHaveAccessibleName(/^👍 2,/);
  });

  test('that is refused is put back, with the reason', async () => {
    const { props, school } = given({ '👍': ['ben'] });
    school.refusal = refused;
    const screen = await render(ReactionBar, props);
    const chip = screen.getByRole('button', { name: /^👍/ });
    await chip.click();
    await expect.poll(() => toasts).toEqual(['This message is full.']);
    await expect.element(chip).toHaveAccessibleName('👍 1, Ben reacted with 👍');
    await expect.element(chip).toHaveAttribute('aria-pressed', 'false');
  });

  test('that nobody answered is put back, with what to do', async () => {
    const { props, school } = given({ '👍': ['ben'] });
    school.refusal = new TypeError('network');
    const screen = await render(ReactionBar, props);
    await screen.getByRole('button', { name: /^👍/ }).click();
    await expect.poll(() => toasts).toEqual(['Your reaction was not saved. Check your connection and try again.']);
  });

  test('before the last one was answered waits for it: the last press counts', async () => {
    const { props, school } = given({ '👍': ['ben'] });
    let answered = () => {};
    school.answer = new Promise((resolve) => {
      answered = resolve;
    });
    const screen = await render(ReactionBar, props);
    const chip = screen.getByRole('button', { name: /^👍/ });
    await chip.click();
    await chip.click();
    expect(school.asked).toEqual(['add 👍']);
    await expect.element(chip).toHaveAttribute('aria-pressed', 'false');
    answered();
    await expect.poll(() => school.asked).toEqual(['add 👍', 'remove 👍']);
  });
});

describe('readers who may not react', () => {
  test.each([
    ['an observer', 'observer', false],
    ['anyone in an archived room', 'member', true],
  ] as const)('%s sees the chips and who gave them, and changes nothing', async (_, role, archived) => {
    const { props, school } = given({ '👍': ['ben', 'chidi'] }, role);
    const screen = await render(ReactionBar, { ...props, room: { ...props.room, archived } });
    const buttons = screen.getByRole('list').getByRole('button');
    expect(buttons.elements()).toHaveLength(1);
    expect(buttons.first().element().hasAttribute('aria-pressed')).toBe(false);
    await buttons.first().click();
    const who = screen.getByRole('dialog', { name: 'Who reacted' });
    await expect.element(who.getByText('Chidi')).toBeVisible();
    expect(school.asked).toEqual([]);
  });
});

test('a message that is full of emoji offers no further one', async () => {
  const { props } = given({ '👍': ['ben'], '🎉': ['ben'] }, 'member', { perMessage: 2 });
  const screen = await render(ReactionBar, props);
  await expect.element(screen.getByRole('button', { name: 'Add a reaction' })).not.toBeInTheDocument();
});
