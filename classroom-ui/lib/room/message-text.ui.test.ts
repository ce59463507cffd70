import '../../app.css';
import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import MessageText from './MessageText.svelte';
import { sketchText } from './sketch-text.ts';

/** Markdown, KaTeX and highlight.js are fetched by the first message that needs them. */
const FETCHED = { timeout: 15_000 };

/** Draws a text and answers its element once everything that loads by itself is there. */
async function draw(text: string, until?: string): Promise<HTMLElement> {
  const screen = await render(MessageText, { text, id: `test:${text.slice(0, 40)}` });
  const element = screen.container.querySelector<HTMLElement>('.message-text');
  if (!element) throw new Error('nothing was drawn');
  await expect
    .poll(() => element.querySelector('[data-sketch]') === null && element.childNodes.length > 0, FETCHED)
    .toBe(true);
  if (until) await expect.poll(() => element.querySelector(until) !== null, FETCHED).toBe(true);
  return element;
}

const HOSTILE = [
  '<script>window.pwned = 1</script>*x*',
  '<img src=x onerror="window.pwned = 1">*x*',
  '<svg/onload=window.pwned=1>*x*',
  '<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>*x*',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=window.pwned=1&gt;">*x*',
  '<noscript><p title="</noscript><img src=x onerror=window.pwned=1>">*x*',
  '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>*x*',
  '<details open ontoggle=window.pwned=1>*x*',
  '<a href="javascript:window.pwned=1">x</a>*x*',
  '[x](javascript:window.pwned=1) *x*',
  '[x](JaVaScRiPt:window.pwned=1) *x*',
  '[x](java&#x0A;script:window.pwned=1) *x*',
  '[x](&#106;avascript:window.pwned=1) *x*',
  '[x](data:text/html;base64,PHNjcmlwdD5wYXJlbnQucHduZWQ9MTwvc2NyaXB0Pg==) *x*',
  '[x](vbscript:msgbox(1)) *x*',
  '[x](//evil.example/phish) *x*',
  '![x](https://evil.example/pixel.gif) *x*',
  '![x](javascript:window.pwned=1) *x*',
  '[x]: javascript:window.pwned=1\n\n[x] *x*',
  '<https://evil.example/"onmouseover="window.pwned=1> *x*',
  'https://evil.example/"onmouseover="window.pwned=1" *x*',
  '```"><img src=x onerror=window.pwned=1>\ncode\n```',
  '```html\n<img src=x onerror=window.pwned=1>\n```',
  '`<img src=x onerror=window.pwned=1>`',
  '$\\href{javascript:window.pwned=1}{x}$ *x*',
  '$\\url{javascript:window.pwned=1}$ *x*',
  '$\\includegraphics{https://evil.example/x.png}$ *x*',
  '$\\htmlData{onclick=window.pwned=1}{x}$ *x*',
  '$\\htmlStyle{position:fixed;inset:0}{x}$ *x*',
  '$<img src=x onerror=window.pwned=1>$ *x*',
  '$$\\def\\a{\\a\\a}\\a$$',
  '| a |\n|---|\n| <img src=x onerror=window.pwned=1> |',
  '<form action=https://evil.example><input name=password></form>*x*',
  '<style>*{display:none}</style>*x*',
  '<base href="https://evil.example/">*x*',
];

test('headings of a message look like headings, and are none of the page', async () => {
  const element = await draw('# The cell\n\n## Parts\n\nIt has a wall.\n\n> ### Remember', '.heading-1');
  expect(element.querySelector('h1, h2, h3, h4, h5, h6, [role=heading]')).toBeNull();
  const sizes = ['.heading-1', '.heading-2', '.heading-3', 'p:not([class])'].map((selector) =>
    Number.parseFloat(getComputedStyle(element.querySelector(selector) as Element).fontSize),
  );
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  expect(new Set(sizes).size).toBe(4);
  expect(element.querySelector('.heading-1 strong')?.textContent).toBe('The cell');
});

describe('a hostile message is only text', () => {
  for (const text of HOSTILE) {
    test(text, async () => {
      const element = await draw(
        text,
        text.startsWith('```') ? '.code-block' : /^\$(?!.*\\def|<)/.test(text) ? '.katex, .katex-error' : undefined,
      );
      const forbidden =
        'script, img, iframe, object, embed, form, input, style, base, meta, link, details, animate, noscript';
      expect(element.querySelectorAll(forbidden)).toHaveLength(0);
      for (const node of element.querySelectorAll('*')) {
        const handlers = node.getAttributeNames().filter((name) => name.startsWith('on') || name === 'srcdoc');
        expect(handlers, node.outerHTML).toEqual([]);
        // Only KaTeX sets styles, and only inside its own elements.
        if (node.hasAttribute('style')) expect(node.closest('.katex, .katex-error'), node.outerHTML).not.toBeNull();
      }
      for (const link of element.querySelectorAll('a')) {
        expect(link.protocol).toMatch(/^(?:https?|mailto):$/);
        expect(link.getAttribute('href')).toMatch(/^(?:https?:\/\/|mailto:)/);
        expect(link.rel).toContain('noopener');
      }
      expect((window as { pwned?: unknown }).pwned).toBeUndefined();
    });
  }
});

describe('formatting', () => {
  test('emphasis, lists, quotes, tables and links look like what they are', async () => {
    const text =
      '**b** _i_ ~~s~~ [site](https://a.example)\n\n- one\n- two\n\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |';
    const element = await draw(text, 'table');
    for (const tag of ['strong', 'em', 's', 'ul > li', 'blockquote', 'td'])
      expect(element.querySelector(tag), tag).not.toBeNull();
    const link = element.querySelector('a');
    expect(link).toMatchObject({ href: 'https://a.example/', target: '_blank' });
    expect(link?.rel).toBe('noopener noreferrer nofollow ugc');
  });

  test('a line break stays one, in plain and in formatted messages', async () => {
    const plain = await draw('first line\nsecond line');
    const formatted = await draw('*first* line\nsecond line', 'br');
    expect(plain.innerText).toBe('first line\nsecond line');
    expect(formatted.innerText).toBe('first line\nsecond line');
  });

  test('code is highlighted and has a button that copies it', async () => {
    const element = await draw('```python\nprint("hi")\n```', '.hljs-string');
    expect(element.querySelector('.hljs-string')?.textContent).toBe('"hi"');
    expect(element.querySelector('.code-bar')?.textContent).toContain('python');
  });

  test.each([
    ['py', 'print("hi")'],
    ['C++', 'puts("hi");'],
    ['html', '<a href="hi">'],
  ])('code in %s is coloured by any of its names', async (name, code) => {
    const element = await draw(`\`\`\`${name}\n${code}\n\`\`\``, '.hljs-string');
    expect(element.querySelector('.hljs-string')?.textContent).toBe('"hi"');
    expect(element.querySelector('.code-bar')?.textContent).toContain(name);
  });

  test('formulas are set, and readable for a screen reader', async () => {
    const element = await draw('so $v = \\frac{a}{b}$ and\n\n$$E = mc^2$$', '.katex-display');
    expect(element.querySelectorAll('.katex')).toHaveLength(2);
    expect(element.querySelector('math mfrac')).not.toBeNull();
  });

  test('chemistry is set as such', async () => {
    const element = await draw(
      'Water is $\\ce{H2O}$, $\\ce{2KMnO4 + 16HCl -> 2KCl + 2MnCl2 + 8H2O + 5Cl2 ^}$',
      '.katex',
    );
    expect(element.querySelector('.katex-error')).toBeNull();
    expect(element.querySelectorAll('.katex')).toHaveLength(2);
    expect(element.querySelector('.katex-html')?.textContent).not.toContain('ce');
  });

  test('a formula is copied as it was written, once, and the lines around it stay', async () => {
    const element = await draw('Area $A=\\pi r^2$ done\nnext\n\n$$E = mc^2$$', '.katex-display');
    getSelection()?.selectAllChildren(element);
    const clipboardData = new DataTransfer();
    element.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
    expect(clipboardData.getData('text/plain').replace(/\n+/g, '\n').trim()).toBe(
      'Area $A=\\pi r^2$ done\nnext\n$$E = mc^2$$',
    );
    expect(clipboardData.getData('text/html')).not.toContain('katex');
  });

  test('code is copied without its bar, beside a formula and alone', async () => {
    const copied = (element: HTMLElement) => {
      getSelection()?.selectAllChildren(element);
      const clipboardData = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true });
      return element.dispatchEvent(event) ? String(getSelection()) : clipboardData.getData('text/plain');
    };
    for (const [text, until] of [
      ['```python\nx = 1\n```\n$y$', '.katex'],
      ['```python\nx = 1\n```', '.hljs-number'],
    ] as const) {
      const said = copied(await draw(text, until));
      expect(said).toContain('x = 1');
      expect(said).not.toMatch(/python|Copy/);
    }
  });

  test('each block has the direction of its own first letter, a list and a table that of their first words', async () => {
    const text = 'Hello all\n\nمرحبا Chrome!\n\n- واحد\n- two\n\n| שם | mark |\n|---|---|\n| 1 | 2 |';
    const element = await draw(text, 'table');
    const direction = (tag: string, at = 0) => getComputedStyle(element.querySelectorAll(tag)[at] as Element).direction;
    expect([direction('.message-rich > p'), direction('.message-rich > p', 1)]).toEqual(['ltr', 'rtl']);
    expect([direction('ul'), direction('table'), direction('td')]).toEqual(['rtl', 'rtl', 'ltr']);
    const line = (at: number) => {
      const range = document.createRange();
      range.selectNodeContents(element.querySelectorAll('.message-rich > p')[at] as Element);
      return range.getBoundingClientRect();
    };
    expect(line(1).right).toBeGreaterThan(line(0).right + 50);
  });

  test('a plain text too: each line begins on the side of its own first letter', async () => {
    const element = await draw('Hello all\n\nمرحبا بالجميع');
    const [hello, marhaba] = [...element.querySelectorAll('p')].map(({ dir }) => dir);
    expect([hello, marhaba]).toEqual(['auto', 'auto']);
  });

  test('blanks and columns stay, in plain and in formatted texts', async () => {
    expect((await draw('a   b\tc\n  d')).innerText).toBe('a   b\tc\n  d');
    expect((await draw('*a*   b\tc\n  d', 'em')).innerText).toBe('a   b\tc\n  d');
  });

  test('a table breaks no word where it is too wide, and scrolls; a word without end breaks', async () => {
    const text = `| Room | \`code\` | Note |\n|---|---|---|\n| 7B | \`2*3*4\` | and a pair of compasses, please |\n| ${'x'.repeat(300)} | | |`;
    const element = await draw(text, 'table');
    element.style.width = '14rem';
    const lines = (cell: Element) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 8))).size;
    };
    const cells = [...element.querySelectorAll('th, td')];
    for (const word of ['Room', 'code', '7B', '2*3*4'])
      expect([word, lines(cells.find((cell) => cell.textContent === word) as Element)]).toEqual([word, 1]);
    const table = element.querySelector('table') as HTMLElement;
    expect(table.scrollWidth).toBeGreaterThan(table.clientWidth);
    const endless = cells.find((cell) => cell.textContent?.startsWith('xxx')) as HTMLElement;
    expect(endless.offsetWidth).toBeLessThan(400);
  });

  test('columns of a table are set to the side that their author says', async () => {
    const element = await draw('| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |', 'table');
    const sides = [...element.querySelectorAll('td')].map((cell) => getComputedStyle(cell).textAlign);
    expect(sides).toEqual(['start', 'left', 'center', 'right']);
  });

  test('items keep the numbers they were given', async () => {
    const element = await draw('4. d\n3. c\n2) b', 'li');
    expect([...element.querySelectorAll('li')].map((li) => [li.value, li.dataset.marker])).toEqual([
      [4, '4.'],
      [3, '3.'],
      [2, '2)'],
    ]);
  });

  test('a broken formula shows its source', async () => {
    const element = await draw('see $\\frac{a}$ there', '.katex-error');
    expect(element.textContent).toContain('\\frac{a}');
  });

  test('prices are not formulas', async () => {
    const element = await draw('it costs $5 and *not* $6', 'em');
    expect(element.querySelector('[data-math]')).toBeNull();
    expect(element.textContent.trim()).toBe('it costs $5 and not $6');
  });

  test('a file name is not a link', async () => {
    const element = await draw('run main.py *now*, or see https://docs.example/x', 'a');
    expect([...element.querySelectorAll('a')].map((link) => link.href)).toEqual(['https://docs.example/x']);
  });

  test('a few emoji alone are drawn large, among words they are not', async () => {
    expect((await draw('🎉👩🏽‍🏫')).className).toContain('message-emoji');
    expect((await draw('well done 🎉')).className).not.toContain('message-emoji');
  });

  test('a long message is folded until somebody asks for more', async () => {
    const screen = await render(MessageText, { text: 'line\n'.repeat(60), id: 'test:long' });
    const more = screen.getByRole('button', { name: 'Show more' });
    const height = () => screen.container.querySelector<HTMLElement>('.message-text')?.offsetHeight ?? 0;
    expect(height()).toBeLessThan(400);
    await more.click();
    expect(height()).toBeGreaterThan(1_000);
    await expect.element(screen.getByRole('button', { name: 'Show less' })).toHaveAttribute('aria-expanded', 'true');
  });

  test.each([
    ['a table of 500 columns', `${'| a '.repeat(500)}|\n${'|---'.repeat(500)}|\n${'| b '.repeat(500)}|`],
    ['a table of 300 rows', `| a | b | c |\n|---|---|---|\n${'| 1 | 2 | 3 |\n'.repeat(300)}`],
    ['a list of 600 items', '- item\n'.repeat(600)],
  ])('%s stands as it was written, folded and unfolded, and says so', async (what, text) => {
    const screen = await render(MessageText, { text, id: `test:much-${what}` });
    const element = screen.container.querySelector('.message-text') as HTMLElement;
    const isSource = async (end: string) => {
      await expect.poll(() => element.querySelector('.message-source')?.textContent?.slice(-8), FETCHED).toBe(end);
      expect(element.querySelector('table, li')).toBeNull();
      expect(element.textContent).toContain('too much formatting');
    };
    await isSource(text.slice(0, 1_800).slice(-8));
    await screen.getByRole('button', { name: 'Show more' }).click();
    await isSource(text.slice(-8));
  });

  test.each([
    ['plain', 'é漢 '],
    ['formatted', '**é** 漢 '],
  ])('of a long message no more is drawn than its fold shows: %s', async (kind, unit) => {
    const screen = await render(MessageText, { text: `${unit.repeat(2_000)}end`, id: `test:part-${kind}` });
    const words = () => screen.container.querySelector<HTMLElement>('.message-text')?.textContent ?? '';
    await expect.poll(() => words().includes('é')).toBe(true);
    expect(words().length).toBeLessThan(1_900);
    await screen.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => words().trim().endsWith('end')).toBe(true);
  });
});

describe('before its reader is here, a message', () => {
  const sketch = (text: string) => {
    const holder = document.createElement('div');
    holder.append(sketchText(text));
    return holder;
  };

  test('is its words, line by line, without marks', () => {
    const { children } = sketch('### Quiz\n\n**Bring** a _leaf_\n- a [page](https://a.example)\n- `code`');
    expect([...children].map(({ textContent }) => textContent)).toEqual(['Quiz', 'Bring a leaf\na page\ncode']);
  });

  test('has its code as it was written, also where the fence is not closed', () => {
    const made = sketch('so\n```python\na = 2 ** 3  # **b**\n```\nand\n```\n<b>');
    expect([...made.querySelectorAll('pre')].map((code) => code.textContent)).toEqual(['a = 2 ** 3  # **b**\n', '<b>']);
    expect([...made.querySelectorAll('p')].map((words) => words.textContent)).toEqual(['so', 'and']);
    expect(made.querySelector('.code-bar')?.textContent).toContain('python');
  });

  test.each(HOSTILE)('is only text: %s', (text) => {
    const made = sketch(text);
    document.body.append(made);
    for (const node of made.querySelectorAll('*')) {
      expect(['P', 'PRE', 'CODE', 'DIV', 'SPAN', 'BUTTON']).toContain(node.tagName);
      expect(['class', 'type', 'tabindex']).toEqual(expect.arrayContaining(node.getAttributeNames()));
    }
    made.remove();
    expect((window as { pwned?: unknown }).pwned).toBeUndefined();
  });
});

describe('what plugins set off in a text', () => {
  const mark = (text: string, written: string, name: string, strong = false) => {
    const from = text.indexOf(written);
    return { from, to: from + written.length, text: name, strong };
  };
  async function drawMarked(text: string, ...marks: ReturnType<typeof mark>[]) {
    const screen = await render(MessageText, { text, id: `marked:${text}`, marks });
    await expect.poll(() => screen.container.querySelector('[data-sketch]'), FETCHED).toBe(null);
    const element = screen.container.querySelector('.message-text') as HTMLElement;
    const found = [...element.querySelectorAll('.message-mark')];
    return {
      said: element.textContent?.trim(),
      drawn: found.map(({ localName, textContent }) => [localName, textContent]),
    };
  }

  test('stands in a plain text and in a formatted one, in the words of the plugin and never as formatting', async () => {
    const plain = 'so @Ben, look';
    expect(await drawMarked(plain, mark(plain, '@Ben', '@Benjamin', true))).toEqual({
      said: 'so @Benjamin, look',
      drawn: [['mark', '@Benjamin']],
    });
    const rich = '**so @Ben**, look @Ana';
    const both = [mark(rich, '@Ben', '@*<b>B</b>*'), mark(rich, '@Ana', '@Ana_')];
    expect(await drawMarked(rich, ...both)).toEqual({
      said: 'so @*<b>B</b>*, look @Ana_',
      drawn: [
        ['span', '@*<b>B</b>*'],
        ['span', '@Ana_'],
      ],
    });
  });

  test('is what was written in code, and in a text that has such letters of its own', async () => {
    const code = '`to @Ben` and *x*';
    expect(await drawMarked(code, mark(code, '@Ben', '@Benjamin'))).toEqual({ said: 'to @Ben and x', drawn: [] });
    const odd = '\u{f0000} @Ben';
    expect(await drawMarked(odd, mark(odd, '@Ben', '@Benjamin'))).toEqual({ said: odd, drawn: [] });
  });
});
