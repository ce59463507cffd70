import { expect, type Locator, test } from '@playwright/test';
import { meet, type Screen } from './people.ts';

// What a lesson is written with: one person types or pastes it, and the other reads it as it was meant.
let rivera: Screen;
let ana: Screen;

test.beforeAll(async ({ browser }) => {
  [rivera, ana] = await meet(browser, 'rivera@oakwood.example', 'ana@oakwood.example');
});
test.afterAll(async () => {
  await rivera.context.close();
  await ana.context.close();
});

interface Written {
  readonly title: string;
  readonly text: string;
  /** What the reader sees of it, by selector: how many, and the words of the first. */
  readonly seen: Readonly<Record<string, number>>;
  readonly words?: string | RegExp;
}

const WRITTEN: readonly Written[] = [
  {
    title: 'money is money',
    text: 'I have $20 and he has 30$ left',
    seen: { '.katex': 0 },
    words: 'I have $20 and he has 30$ left',
  },
  {
    title: 'a path of a shell is as it was typed',
    text: 'export PATH=$HOME/bin:$PATH',
    seen: { '.katex': 0 },
    words: 'export PATH=$HOME/bin:$PATH',
  },
  {
    title: 'lines of a formula are one formula',
    text: '$$\nx + y\n=\nz\n$$',
    seen: { '.katex-display': 1, '.heading-1': 0 },
  },
  {
    title: 'signs that begin its lines are no list',
    text: '$$\na + b\n+ c\n- d\n$$',
    seen: { '.katex-display': 1, li: 0 },
  },
  {
    title: 'a bar in a formula is no column',
    text: '| f | g |\n|---|---|\n| $|x|$ | 2 |',
    seen: { td: 2, 'td .katex': 1 },
    words: /2/,
  },
  { title: 'chemistry is written as such', text: 'Water is $\\ce{H2O}$', seen: { '.katex': 1, '.katex-error': 0 } },
  { title: 'stars between digits multiply', text: '2*3*4 = 24', seen: { em: 0 }, words: '2*3*4 = 24' },
  { title: 'full-width signs stop no emphasis', text: 'これは**「重要なこと」**です。', seen: { strong: 1 } },
  { title: 'a list keeps its numbers', text: '4. d\n3. c\n2. b', seen: { 'li[value="4"]': 1, 'li[value="3"]': 1 } },
  { title: 'more than five is no quotation', text: '>5 is more', seen: { blockquote: 0 }, words: '>5 is more' },
  {
    title: 'a path of Windows keeps its strokes',
    text: 'C:\\new\\_folder',
    seen: { em: 0 },
    words: 'C:\\new\\_folder',
  },
  {
    title: 'each paragraph has its own direction',
    text: 'Hello all\n\nمرحبا بالجميع، انظر Google Chrome!',
    seen: { 'p[dir=auto]': 2 },
  },
  {
    title: 'a name in code calls nobody',
    text: '~~~\n@Ana Duarte\n~~~',
    seen: { pre: 1, '.mention, .message-mark': 0 },
  },
];

/** The newest message on a screen. */
const newest = ({ log }: Screen): Locator => log.getByRole('article').last().locator('.message-text');

async function isRead(screen: Screen, { seen, words }: Written): Promise<void> {
  if (words !== undefined) await expect(newest(screen)).toContainText(words);
  for (const [selector, count] of Object.entries(seen))
    await expect(newest(screen).locator(selector), selector).toHaveCount(count);
}

for (const written of WRITTEN) {
  test(written.title, async () => {
    await rivera.say(written.text);
    await isRead(ana, written);
    await isRead(rivera, written);
  });
}

test('a table pasted from a spreadsheet is a table', async () => {
  await rivera.composer.focus();
  await rivera.composer.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'Name\tMark\nAna\t12');
    clipboardData.setData(
      'text/html',
      '<table><tr><td>Name</td><td>Mark</td></tr><tr><td>Ana</td><td>12</td></tr></table>',
    );
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    if (field.dispatchEvent(paste)) document.execCommand('insertText', false, 'Name\tMark\nAna\t12');
  });
  await expect(rivera.composer).toHaveValue(/\| Name \| Mark \|/);
  await rivera.composer.press('Enter');
  await expect(newest(ana).locator('td')).toHaveText(['Ana', '12']);
});
