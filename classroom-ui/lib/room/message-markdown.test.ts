import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageMarkdown } from './message-markdown.ts';

/** What stands on the screen: formulas between ⟦⟧, code between ‹›, an item behind its marker. */
function shown(text: string): string {
  return messageMarkdown
    .render(text)
    .replace(/<span data-math="\w+">([^<]*)<\/span>/g, '⟦$1⟧')
    .replace(/<li(?: value="\d+")? data-marker="([^"]+)">\s*<p>/g, '$1 ')
    .replace(/<li>\s*<p>/g, '• ')
    .replace(/<pre><code[^>]*>([^<]*?)\n?<\/code><\/pre>/g, '‹$1›')
    .replace(/<code>([^<]*)<\/code>/g, '‹$1›')
    .replace(/<br>/g, '\n')
    .replace(/<\/(?:th|td)>\s*<(?:th|td)[^>]*>/g, ' | ')
    .replace(/<[^>]+>/g, '')
    .replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] ?? '')
    .replace(/\n\s*\n/g, '\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

/** What stays as it is typed: what it is, and an example. */
const STAYS: readonly (readonly [what: string, typed: string])[] = [
  ['prices', 'I have $20 and he has 30$ left'],
  ['prices side by side', 'from $5 to $10, $5–$10, $5/$6, US$12.50, $5, $6 and 7$, 5$+10$=15$'],
  ['prices in languages whose “and” is one letter', '$5 y 6$, $5 и 6$, $5 à 10$, $2.50 i 3$'],
  ['prices in brackets', '($5)-($10); $5 (was 6$); 3$ each, $1,000.00'],
  ['formulas that never end', 'so $x + y, \\(a + b\n\\[ c\n$$\nx + y'],
  ['much money', 'Make $$ fast, lots of $$! $$$ now or $$$ later'],
  ['shells', `export PATH=$HOME/bin:$PATH; echo $A and $B $\{HOME}:$\{PATH} $(ls):$(pwd) $$ $?`],
  ['programs', `$x = $y; "$x"="$y"; $_POST['a'] and $_GET['b']; $.ajax($) awk '{print $1}' s/^$/$x/`],
  ['products', '2*3*4 = 24, 2 *3* 4 *5*, a*b*c, 3*(4+5)*6, (a)*(b)*(c), f(x)*g(x)*h(x), 2**3**2, x*-1*-y, 2 * 3 * 4'],
  ['stars of files and footnotes', 'ls *.txt *.md; 5* and 6*; f(*args, **kwargs); *, *, *'],
  ['names of programs', 'snake_case_name, __init__ and __main__, x_1, x_2, CO_2'],
  ['gaps to fill', 'My name is ____. (__) and (__), __ + __ = 10, ___, ___ and ___'],
  ['faces', '¯\\_(ツ)_/¯, ^_^ and ^_^, (*_*), *_*, >_<, -_-'],
  ['paths', 'C:\\new\\_folder, C:\\*.txt D:\\*.txt, \\\\server\\share\\_new\\[old], a\\nb, \\d+\\.\\d'],
  ['a backslash at the end of a line', 'one \\\ntwo'],
  ['comparisons', '>5 is more'],
  ['what Python says', '>>> print(1)\n>>> x > 2'],
  ['names of characters', '&nbsp; and &lt;b&gt; &copy;'],
  ['tags', '<b>bold</b> and a<b>c'],
  ['a name in brackets', '[Ana]: hello'],
  ['a line under a line', 'Answer\n==='],
  ['an apostrophe from a keyboard without one', 'don`t and can`t'],
  ['empty headings', '#\n# \n###'],
  ['numbers', '#5 is best, 12.5 and 3.'],
  ['dates', '24. 12. 2026\n1. 5. Labour Day'],
  ['temperatures and sums below each other', '- 5 °C\n- 3 °C'],
  ['a table as Excel copies it', 'Name\tMark\nAna\t12'],
  ['blanks', '  two   of them\n   and three'],
  ['a poem', '    Shall I compare thee\n  to a summer’s day?\n        Thou art'],
  ['a table as Excel copies it, its first cell empty', '\tMon\tTue\n8:00\tArt\tMaths'],
  ['blanks as wide as a letter', '\u3000从前有*一座山'],
  ['products without blanks between words', '长*宽*高=体积, たて*よこ*高さ, 가로*세로*높이, س*ص*ع, א*ב*ג'],
  ['products of values, words and pictures', '|a|*|b|*|c|, "a"*3*"b", \'a\'*2*\'b\', 🍎*🍌*🍇 = 30'],
  ['prices in Arabic, Hebrew, Chinese and Japanese', 'السعر $5 أو ١٠$، ₪5 ו-6$，我有$20，他有30$。価格は$5、$6です'],
  ['footnotes in brackets as wide as a letter', '（*）と（*）'],
  ['patterns', '^a+$|^b+$, /^\\d+$/,/^\\w+$/'],
  ['hidden folders of Windows', 'C:\\$Recycle.Bin, "D:\\(old)\\[new]"'],
  ['comments of C', 'x = 5/*five*/; y = 6/*six*/'],
  ['how many', '# of books: 5\n# of pens: 6'],
  ['a table whose cells are signs', '#\tName\tMark\n1.\tAna\t-\n-\tBen\t+\n+\t>\t*\n>\tAda'],
  [
    'names set off from what is around them',
    '\u2068אנה\u2069 has \u20665\u2069*\u20666\u2069*7 and \u20665\u2069$-\u20666\u2069$',
  ],
];

/** What is formatted: what it is, an example, and what people see of it. */
const FORMATTED: readonly (readonly [what: string, typed: string, seen: string])[] = [
  ['formulas in a sentence', 'so $x=1$, $-2$ and ($y$)', 'so ⟦x=1⟧, ⟦-2⟧ and (⟦y⟧)'],
  ['numbers and units in a formula', '$5 \\cdot 3$, $2 sin x$, $20$, $5 cm$', '⟦5 \\cdot 3⟧, ⟦2 sin x⟧, ⟦20⟧, ⟦5 cm⟧'],
  ['words in a formula', '$\\text{sum of all} = \\$5$', '⟦\\text{sum of all} = \\$5⟧'],
  ['formulas in scripts without blanks', '设$x=1$则$y=2$。', '设⟦x=1⟧则⟦y=2⟧。'],
  ['brackets as in LaTeX', '\\(a+b\\) and \\[c = 1\\]', '⟦a+b⟧ and ⟦c = 1⟧'],
  ['two dollars in a sentence', 'so $$x^2$$ and $$ y^2 $$', 'so ⟦x^2⟧ and ⟦y^2⟧'],
  ['a formula on lines of its own', '$$\nx + y\n=\nz\n$$', '⟦x + y\n=\nz⟧'],
  [
    'a formula that looks like a list, a quote or a heading',
    '$$\na + b\n+ c\n- d\n\n> e\n# f\n---\n$$',
    '⟦a + b\n+ c\n- d\n> e\n# f\n---⟧',
  ],
  ['a formula in a list', '- so\n  $$\n  + c\n  $$', '• so\n⟦+ c⟧'],
  ['brackets on lines of their own', '\\[\n1. x\n\\]', '⟦1. x⟧'],
  ['a block of code named math', '```math\n\\frac{1}{2}\n```', '⟦\\frac{1}{2}⟧'],
  ['chemistry', 'Water is $\\ce{H2O}$', 'Water is ⟦\\ce{H2O}⟧'],
  ['code, and what stands in it', 'a `$x$ | **b**` c', 'a ‹$x$ | **b**› c'],
  [
    'words in scripts without blanks',
    '这是**重点**吗，*「注意」*。「テスト」**太字**（一）**二**（三）。',
    '这是重点吗，「注意」。「テスト」太字（一）二（三）。',
  ],
  ['signs behind a backslash', '\\*a\\* \\_b\\_ \\$5 \\[c](d)\n1\\. x', '*a* _b_ $5 [c](d)\n1. x'],
];

describe('what is typed stays', () => {
  test.each(STAYS)('%s', (_, text) => expect(shown(text)).toBe(text));

  test.each([
    ['4. d\n3. c\n2. b', '4. d\n3. c\n2. b'],
    ['007. James\n1) first', '007. James\n1) first'],
    ['+ three\n+ four', '+ three\n+ four'],
    ['| f | g |\n|---|---|\n| 1 | 2 | 3 |', 'f | g | \n1 | 2 | 3'],
    ['| $5 | 6$ |\n|---|---|\n| 5$ | $6 |', '$5 | 6$\n5$ | $6'],
  ])('%j', (text, seen) => expect(shown(text).replace(/\s*\n\s*/g, '\n')).toBe(seen.replace(/\s*\n\s*/g, '\n')));

  test('of a block of code also what stands behind its marks', () => {
    expect(shown('```print(1)\nx```')).toBe('‹print(1)\nx›');
    expect(shown('```python\nx\n```')).toBe('‹x›');
  });
});

describe('what is meant is formatted', () => {
  test.each(FORMATTED)('%s: %j', (_, text, seen) => expect(shown(text).replace(/ *\n */g, '\n')).toBe(seen));

  test.each(['| f | g |\n|---|---|\n| $|x|$ | `a|b` |', '> | f | g |\n> |---|---|\n> | $|x|$ | `a|b` |'])(
    'a bar inside a formula or code parts no cells: %j',
    (text) => expect(shown(text)).toContain('⟦|x|⟧ | ‹a|b›'),
  );

  test.each([
    ['これは**「重要なこと」**です。', '「重要なこと」'],
    ['**중요**한 것', '중요'],
    ['这是**重点**吗', '重点'],
    ['see **bold**(note)', 'bold'],
    ['**"quoted"**, and', '"quoted"'],
  ])('%s is bold where its author says so', (text, bold) =>
    expect(messageMarkdown.render(text).replaceAll('&quot;', '"')).toContain(`<strong>${bold}</strong>`),
  );

  test('a quote has a blank behind its mark', () => {
    expect(messageMarkdown.render('> said\n> > before')).toMatch(/<blockquote>\n<p>said<\/p>\n<blockquote>/);
  });
});

type Written = readonly [typed: string, seen: string];
const of = (...all: (string | Written)[]) =>
  fc.constantFrom(...all.map((each): Written => (typeof each === 'string' ? [each, each] : each)));
const number = fc.integer({ min: 0, max: 9_999 }).map(String);
const made = (build: (a: string, b: string) => string) =>
  fc.tuple(number, number).map(([a, b]): Written => [build(a, b), build(a, b)]);
const formula = (typed: string): Written => [`$${typed}$`, `⟦${typed}⟧`];
const inDigits = (zero: string, text: string) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint((zero.codePointAt(0) ?? 0) + Number(digit)));
/** As names are put beside words of another direction. */
const apart = (name: string) => `\u2068${name}\u2069`;

/** Sentences as a class writes them, each with what is to be seen of it. */
const SENTENCES = fc.oneof(
  made((a, b) => `it costs $${a} and not ${b}$`),
  made((a, b) => `$${a} or ${b}$`),
  made((a, b) => `between $${a} and $${b}.50`),
  made((a, b) => `${a}*${b}*2`),
  made((a, b) => `${a} * ${b} = ?`),
  made((a, b) => `(${a}+${b})*(${b}-1)*(x)`),
  made((a, b) => `f(${a})*g(${b})*h(x)`),
  made((a, b) => `${a}>${b}, ${b}<${a}`),
  made((a, b) => `am ${a}.${b}. um ${a}:${b}`),
  made((a, b) => `x_${a} and x_${b}`),
  made((a, b) => `~${a} km or ~${b} miles`),
  // Dates, sums and prices side by side.
  made((a, b) => `24. 12. 2026: $${a}, €${b}, ${a}€ and ${b}$`),
  made((a, b) => `2026-12-24 $${a}-$${b}; 24.12. ${a}$/${b}$`),
  made((a, b) => `$${a} + $${b} = ${b}$`),
  made((a, b) => `${a}€*${b}=${b}€ = $${a}*${b}`),
  made((a, b) => `US$${a}=A$${b}=C$${a}, ~$${a}, >$${b}`),
  // Right to left, with numbers and Latin in between.
  made((a, b) => `السعر ${a}$ أو $${b} في 24.12.2026`),
  made((a, b) => inDigits('٠', `${a}*${b}*5 = ? و $${a} و ${b}$`)),
  made((a, b) => inDigits('۰', `${a}*${b}*5 و $${a} و ${b}$`)),
  made((a, b) => `כיתה ${a}_ב כותבת x_${b}*y_${b}*z ב-main_file.py`),
  made((a, b) => `₪${a}*${b}*2 או $${a} ו-${b}$ (${a}*${b}*x)`),
  made((a, b) => `${apart('אנה')}: ${apart(a)}*${apart(b)}*2, ${apart(a)}$-${apart(b)}$`),
  made((a, b) => `${apart('Ana_Maria')} و${apart('بن')} > ${a}_${b}`),
  // Without blanks, and as wide as a letter.
  made((a, b) => `长*宽*高=${a}*${b}*5，我有$${a}，他有${b}$。`),
  made((a, b) => `価格は$${a}、$${b}です（*）。たて*よこ*${a}`),
  made((a, b) => `가로*세로*높이 ${a}~${b}명, ${b}~${a}쪽`),
  made((a, b) => inDigits('０', `２０２６年 ${a}＊${b}＊５＝？ ＄${a}と＄${b}（＊）`)),
  made((a, b) => inDigits('๐', `ราคา $${a} และ ${b}$ ${a}*${b}*5`)),
  of('C:\\Users\\ana\\_notes', '\\\\school\\share\\*.doc', '/home/ana/*.py', '~/work_a/b_c', '$HOME/bin:$PATH'),
  of('snake_case_name', '__init__', '*args and **kwargs', 'a && b || c', '#include <stdio.h>', 'C# and F#', 'x->y'),
  of('你好，价格是$5。', '2*3*4等于24', 'これは5*6*7です', '가격은 $5입니다', 'ราคา $5'),
  of('مرحبا بالجميع', 'السعر $5 أو 10$', 'חמש*שש*שבע', 'שלום $5 או 10$', '٣*٤*٥'),
  of('why?!', '^_^', '(*_*)', 'e.g. [1] and (2)', 'see p. 5–7', 'don`t', '50 % of & more', '"so" and „so“', 'a/b'),
  of('A*, A* and B*', 'P(A|B) and P(B|A)', '|a|*|b|*|c|', '🍎*🍌*🍇 = 30', '"a"*3*"b"', '=SUM($A$1:$A$9)', 'Ke$ha'),
  of(
    ['これは**「重要」**です', 'これは「重要」です'],
    ['这是**重点**吗', '这是重点吗'],
    ['אמר **כן** ו-_לא_', 'אמר כן ו-לא'],
  ),
  of(formula('x^2'), formula('a_1 + b_1'), formula('\\frac{1}{2}'), formula('|x|'), ['`a*b*c`', '‹a*b*c›']),
);

test('every sign of 5,000 ordinary sentences is seen, or is in a formula or code that was meant', () => {
  fc.assert(
    fc.property(
      fc.array(SENTENCES, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(', ', ' ', ' – ', '\n', '\n  ', '\n\t', '\t'),
      fc.constantFrom('Hm: ', '', ' ', '   ', '\u3000', apart('Ana: ')),
      (all, between, first) => {
        const typed = `${first}${all.map(([text]) => text).join(between)}`;
        expect(shown(typed)).toBe(`${first}${all.map(([, seen]) => seen).join(between)}`);
      },
    ),
    { numRuns: 5_000, seed: 11 },
  );
});

/** Lists and tables of such sentences, typed and as programs copy them. */
const BLOCKS = (() => {
  const rows = fc.array(fc.array(SENTENCES, { minLength: 2, maxLength: 2 }), { minLength: 2, maxLength: 4 });
  const each = (build: (sentence: string, row: number) => string) =>
    rows.map((all): Written => {
      const lines = (side: 0 | 1) => all.flat().map((sentence, row) => build(sentence[side], row + 1));
      return [lines(0).join('\n'), lines(1).join('\n')];
    });
  const cell = ([typed, seen]: Written) => (typed === seen ? typed.replaceAll('|', '\\|') : typed);
  const barred = (row: readonly Written[]) => `| ${row.map(cell).join(' | ')} |`;
  return fc.oneof(
    each((sentence, row) => `${row}. ${sentence}`),
    each((sentence, row) => `${9 - row}) ${sentence}`),
    each((sentence) => `+ ${sentence}`),
    each((sentence) => `\t${sentence}`).map(([typed, seen]): Written => [`Mon\t\n${typed}`, `Mon\t\n${seen}`]),
    fc.tuple(rows, fc.constantFrom('#', '1.', '-', '+', '>', '*')).map(([all, first]): Written => {
      const lines = (side: 0 | 1) =>
        all.map((row) => [first, ...row.map((words) => words[side])].join('\t')).join('\n');
      return [lines(0), lines(1)];
    }),
    fc.tuple(rows, fc.constantFrom('---', ':--', ':-:', '--:')).map(([all, side]): Written => {
      const [heading = '', ...more] = all.map(barred);
      const seen = all.map((row) => row.map(([, words]) => words.trim()).join(' | ')).join('\n');
      return [[heading, `|${side}|${side}|`, ...more].join('\n'), seen];
    }),
  );
})();

test('and of 1,000 lists and tables of them', () => {
  const oneLine = (text: string) => text.replace(/\s*\n\s*/g, '\n').trim();
  fc.assert(
    fc.property(fc.array(BLOCKS, { minLength: 1, maxLength: 2 }), (blocks) => {
      const typed = blocks.map(([text]) => text).join('\n\nand\n\n');
      expect(oneLine(shown(typed))).toBe(oneLine(blocks.map(([, seen]) => seen).join('\nand\n')));
    }),
    { numRuns: 1_000, seed: 11 },
  );
});

test('a dollar in any two places of a sentence takes no letter away', () => {
  const sentence = 'Ana has 5 apples, (7) and x=2.';
  for (let one = 0; one <= sentence.length; one += 1)
    for (let two = one; two <= sentence.length; two += 1) {
      const typed = `${sentence.slice(0, one)}$${sentence.slice(one, two)}$${sentence.slice(two)}`;
      expect(shown(typed).replace(/[⟦⟧$]/g, '')).toBe(sentence);
    }
});

/** A fence that nothing in the example ends. */
const block = (text: string): string => ['', '~~~~text', text, '~~~~', ''].join('\n');

test('the page that tells people of it says the same', async () => {
  const page = [
    '# What Homeroom does with what you write',
    'A message is shown as it is typed. It is formatted only where a format is meant. This page is made from the tests of the reader of messages.',
    '## What stays as it is typed',
    ...STAYS.map(([what, typed]) => `### ${what[0]?.toUpperCase()}${what.slice(1)}\n${block(typed)}`),
    '## What is formatted',
    'A formula stands between ⟦ and ⟧, code between ‹ and ›.',
    ...FORMATTED.map(
      ([what, typed, seen]) =>
        `### ${what[0]?.toUpperCase()}${what.slice(1)}\n${block(typed)}\nis seen as\n${block(seen)}`,
    ),
  ];
  await expect(
    `${page
      .join('\n\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`,
  ).toMatchFileSnapshot('../../what-you-write.md');
});
