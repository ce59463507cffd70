import '../../app.css';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { CODE, FORMULAS, MARKDOWN } from './drawing-limits.ts';
import { sizeOf } from './drawn-size.ts';
import MessageText from './MessageText.svelte';
import { markedText } from './marked-text.ts';
import { isLong, isPlain } from './plain-text.ts';
import { richNow } from './rich-text.ts';

/** Draws the whole of a text, waits until nothing of it is left to load, and lays it out. */
async function draw(text: string): Promise<HTMLElement> {
  const screen = await render(MessageText, { text, id: newId() });
  if (isLong(text)) await screen.getByRole('button', { name: 'Show more' }).click();
  const element = screen.container.querySelector('.message-text') as HTMLElement;
  await expect.poll(() => isPlain(text) || richNow(markedText(text, []))?.whole, { timeout: 15_000 }).toBe(true);
  await expect.poll(() => element.querySelector('[data-sketch]')).toBeNull();
  expect(element.offsetHeight).toBeGreaterThan(0);
  return element;
}
const nested = (open: string, close: string, times: number) => `${open.repeat(times)}x${close.repeat(times)}`;
const upTo = (unit: string, length = 9_999) => unit.repeat(length / unit.length);

describe('a formula that no screen can draw stays as its source', () => {
  const FORMULA = {
    'fractions in fractions': nested('\\frac{1}{', '}', 200),
    'roots in roots': nested('\\sqrt{', '}', 400),
    'roots without braces': `${'\\sqrt'.repeat(190)} x`,
    'powers of powers': nested('x^{', '}', 240),
    'boxes in boxes': nested('\\boxed{', '}', 100),
    'matrices in matrices': nested('\\begin{matrix}', '\\end{matrix}', 36),
    'formulas in words in formulas': nested('\\raisebox{1em}{$', '$}', 50),
    'many braces': nested('{', '}', 4_000),
    'a definition that repeats its argument': `\\def\\a#1{${'#1'.repeat(200)}}\\a{\\a{\\a{xxxxxxxx}}}`,
    'a new command that repeats itself': `\\newcommand{\\a}{${'x'.repeat(400)}}${'\\a'.repeat(190)}`,
    'more signs than one message may have': 'x_1^2'.repeat(190),
    'a matrix of a thousand cells': `\\begin{matrix}${'&&&&&&&&&\\\\'.repeat(90)}\\end{matrix}`,
    'a very long sum': 'x+'.repeat(4_000),
  };
  test.each(Object.entries(FORMULA))('%s', async (_name, tex) => {
    const element = await draw(`$$${tex}$$`);
    expect(element.textContent).toContain(tex);
    expect(element.querySelector('.katex-html')).toBeNull();
  });
});

describe('a text that no screen can draw stays as its source', () => {
  const TEXT = {
    'quotes in quotes': `${'> '.repeat(1_000)}x`,
    'lists in lists': `${'- '.repeat(1_000)}x`,
    'a list that goes in step by step': Array.from({ length: 90 }, (_, at) => `${' '.repeat(2 * at)}- x`).join('\n'),
    'emphasis in emphasis': `${'**a _b '.repeat(40)}x${' c_ d**'.repeat(40)}`,
    'a wide table whose rows are filled up': `${'|a'.repeat(500)}\n${'|-'.repeat(500)}\n${upTo('|\n', 8_000)}`,
    'such a table in a quote': `> ${'|a'.repeat(100)}\n> ${'|-'.repeat(100)}\n${upTo('> |\n', 9_000)}`,
    'a long table': `a|b\n-|-\n${upTo('a|b\n', 9_900)}`,
    'thousands of small words in bold': upTo('**a** '),
    'thousands of lines': upTo('*a\n'),
    'thousands of rules': upTo('---\n'),
    'thousands of blocks of code': upTo('```\n```\n'),
    'thousands of pieces of code': upTo('`a` '),
  };
  test.each(Object.entries(TEXT))('%s', async (_name, text) => {
    const element = await draw(text);
    expect(element.querySelector('.message-source')?.textContent).toBe(text);
    expect(element.querySelector('.message-note')).not.toBeNull();
    expect(sizeOf(element).elements).toBeLessThan(40);
  });
});

test('of many formulas, as many are set as a screen can draw, and the others stay as they were written', async () => {
  const element = await draw(Array.from({ length: 500 }, (_, at) => `$x_{${at}}$`).join(' '));
  const set = element.querySelectorAll('.katex').length;
  expect(set).toBeGreaterThan(30);
  expect(set).toBeLessThan(200);
  expect(sizeOf(element).elements).toBeLessThan(MARKDOWN.elements + FORMULAS.elements);
  expect(element.textContent).toContain('x_{499}');
});

test.each([
  ['a very long line', `\`\`\`java\n${upTo('a', 9_000)}\n\`\`\``],
  ['much code', `\`\`\`java\n${upTo('int a = 1;\n', 9_000)}\`\`\``],
  ['strings in strings', `\`\`\`js\n${upTo('`${', 240)}\n\`\`\``],
  ['thousands of signs', `\`\`\`sql\n${upTo('</a>\n', 2_900)}\n\`\`\``],
])('code with %s is not coloured', async (_name, text) => {
  const element = await draw(text);
  expect(element.querySelectorAll('pre')).toHaveLength(1);
  expect(element.querySelector('[class^=hljs]')).toBeNull();
  expect(element.querySelector('pre')?.textContent?.length).toBeGreaterThan(CODE.line / 2);
});

describe('a letter', () => {
  test.each([
    ['accents', '\u0301'],
    ['tones of skin', '🏽'],
  ])('with thousands of %s is drawn with a few of them', async (_name, sign) => {
    for (const text of [`a${sign.repeat(9_000)}`, `**a**${sign.repeat(9_000)}`]) {
      const drawn = (await draw(text)).textContent?.trim() ?? '';
      expect(drawn).toBe(`a${sign.repeat(10)}`);
    }
  });
});

test('a word without end may break, and loses nothing', async () => {
  const word = 'AV'.repeat(5_000);
  const element = await draw(word);
  expect(element.textContent?.trim()).toBe(word);
  expect(element.querySelectorAll('wbr')).toHaveLength(word.length / 1_000 - 1);
  expect(element.scrollWidth).toBeLessThan(element.clientWidth + 4);
});

test('a line of many small links is divided as well', async () => {
  const element = await draw('[a](http://b): '.repeat(600));
  expect(element.querySelectorAll('a')).toHaveLength(600);
  expect(element.querySelectorAll('wbr')).toHaveLength(1);
});

test('where there are more addresses than the link finder can look at, they stay words', async () => {
  const element = await draw(upTo('_https://a.example/b?c=d ', 4_000));
  expect(element.querySelector('a')).toBeNull();
  expect((await draw(upTo('_https://a.example/b?c=d ', 2_000))).querySelectorAll('a').length).toBeGreaterThan(50);
});

test('nothing of a message is painted outside it', async () => {
  for (const text of ['Z\u0301', '$\\raisebox{20em}{\\rule{20em}{20em}}\\kern-20em x$']) {
    const element = await draw(text);
    expect(getComputedStyle(element).contain).toBe('paint');
  }
});

test('a text that fails to draw is shown as it was written, and nothing else fails with it', async () => {
  const marks = [
    {
      from: 0,
      to: 1,
      strong: false,
      get text(): string {
        throw new Error('a mark that fails');
      },
    },
  ];
  const screen = await render(MessageText, { text: '*as written*', id: 'fails', marks });
  await expect.element(screen.getByText('*as written*')).toBeVisible();
});

test('of a page of hostile texts, a frame draws few, and all are drawn in the end', { timeout: 120_000 }, async () => {
  const texts = Array.from({ length: 50 }, (_, at) => `${at} ${upTo('$x_1^2$ ', 400)}`);
  const screens = await Promise.all(texts.map((text, at) => render(MessageText, { text, id: `page:${at}` })));
  const sketches = () => screens.filter(({ container }) => container.querySelector('[data-sketch]')).length;
  expect(sketches()).toBeGreaterThan(0);
  await expect.poll(sketches, { timeout: 100_000 }).toBe(0);
});
