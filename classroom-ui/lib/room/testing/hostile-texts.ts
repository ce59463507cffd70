import fc from 'fast-check';
import { trimText } from '../../../../engine/client.ts';
import { LOADERS } from '../code-languages.ts';

// A grammar of what may be hard to draw: Markdown, formulas, tables, code, directions, accents and emoji, each alone, repeated
// until the text is full, nested, and mixed with the others.

const MAX_TEXT = 10_000;

const WORDS = ['a', 'word', 'Überraschung', 'x1', '2026', 'don’t', 'snake_case', '3.14', 'https://a.example/b?c=d'];
const MARKS =
  '* ** *** _ __ ~~ ` `` ``` [ ] ]( ![ [a](http://b) <http://a> http://a mailto:a@b.c < > & &amp; \\ \\* \\[ | $ $$ # - + 1. > = --- [a]: :'.split(
    ' ',
  );
const BLANKS = [' ', '  ', '    ', '\t', '\n', '  \n', '\n\n', '\n    ', '\n> ', '\n- ', '\n1. ', '\n# ', '\n|'];
const SIGNS = [
  'é',
  'e\u0301',
  `Z${'\u0301\u0316'.repeat(20)}`,
  '\u0301',
  '\u20dd',
  'שלום',
  'مرحبا',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u200f',
  '\u200b',
  '\u200d',
  '\u00ad',
  '\ufeff',
  '漢字',
  'ไทย',
  '한글',
  'नमस्ते',
  '\u0f40\u0fb2\u0f71\u0f80',
  '﷽',
  '𒐫',
  '𝔘',
];
const EMOJI = ['🎉', '👍🏽', '👩🏽‍🏫', '👨‍👩‍👧‍👦', '🇳🇱', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '❤️', '🏽', '🇳', '\ufe0f'];
const PAIRS: [string, string][] = [
  ['**', '**'],
  ['**a _b ', ' c_ d**'],
  ['~~', '~~'],
  ['[', '](http://a)'],
  ['> ', ''],
  ['- ', ''],
  ['1. ', ''],
  ['> - ', ''],
  ['(', ')'],
  ['\u2067', '\u2069'],
  ['```\n', '\n```'],
  ['$', '$'],
];
const TEX_SIGNS =
  'x 1 + = , & \\\\ ^2 _1 ^ _ \' { } \\alpha \\sum \\int \\prod \\dot\u0020 \\ddot{x} \\vec{x} \\widehat{xy} \\quad \\hspace{20em} \\kern20em \\kern-20em \\rule{20em}{20em} \\rule[-20em]{1em}{20em} \\raisebox{20em}{x} \\Huge \\left( \\right) \\middle| \\big| \\Bigg\\updownarrow \\frac12 \\sqrt[3]2 \\not= \\cancel{x} \\xrightarrow{abc} \\text{a b} \\mathbb{R} \\color{red} \\limits \\hline \\cr \\tag{1} \\\\[20em] \\stackrel{a}{b} \\substack{a\\\\b} \\dots \\iiiint \\char"41 é 漢 ² ₁ % ~ # $ \\begin{matrix} \\end{matrix} \\def\\a{x} \\a'.split(
    ' ',
  );
const TEX_PAIRS: [string, string][] = [
  ['{', '}'],
  ['\\frac{1}{', '}'],
  ['\\frac{', '}{2}'],
  ['\\sqrt{', '}'],
  ['\\sqrt[', ']{x}'],
  ['x^{', '}'],
  ['x_{a}^{', '}'],
  ['\\left(', '\\right)'],
  ['\\overbrace{', '}^{a}'],
  ['\\underbrace{', '}_{a}'],
  ['\\underset{a}{', '}^2'],
  ['\\hat{', '}^2_3'],
  ['\\utilde{', '}^2'],
  ['\\binom{a}{', '}'],
  ['\\boxed{', '}'],
  ['\\fbox{$', '$}'],
  ['\\raisebox{1em}{$', '$}'],
  ['\\raisebox{20em}{$', '$}'],
  ['\\vcenter{', '}'],
  ['\\text{', '}'],
  ['\\pmb{', '}'],
  ['\\color{red}{', '}'],
  ['\\mathchoice{}{}{}{', '}'],
  ['\\begin{matrix}', '\\end{matrix}'],
  ['\\begin{array}{c|c}a&', '\\\\b&c\\end{array}'],
  ['\\begin{cases}', '&a\\\\b\\end{cases}'],
  ['\\begin{aligned}a&=', '\\end{aligned}'],
  ['\\operatorname*{', '}_a'],
  ['\\sum\\limits_{', '}^2'],
  ['\\xrightarrow{', '}'],
  ['\\cancel{', '}'],
];
const CODE_SIGNS =
  'a = 1 ; , . ( ) { } [ ] < > / // /* */ # " \' ` ${ $( @a( f"{ """ => -> :: class function def return const <a b="c"> </a> <? ?> <!-- {{ << 0x1 \\ & | - + * % ~ ^ ? ! : $ @ _ A int select é'.split(
    ' ',
  );

const often = fc.constantFrom(1, 2, 3, 5, 8, 13, 25, 60, 150, 400, 1_000, 3_000, MAX_TEXT);
const joined = (signs: readonly string[], ...others: fc.Arbitrary<string>[]) =>
  fc
    .array(fc.oneof({ arbitrary: fc.constantFrom(...signs), weight: 6 }, ...others), { minLength: 1, maxLength: 60 })
    .chain((parts) => fc.constantFrom('', '', ' ').map((between) => parts.join(between)));
const repeated = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, often).map(([unit, times]) => unit.repeat(Math.min(times, Math.ceil(MAX_TEXT / unit.length))));
const nested = (pairs: readonly [string, string][], inside: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(fc.constantFrom(...pairs), { minLength: 1, maxLength: 3 }), often, inside)
    .map(([chosen, times, text]) => {
      const depth = Math.min(times, 1_000);
      const open = chosen.map(([open]) => open).join('');
      const close = chosen.map(([, close]) => close).reverse();
      return `${open.repeat(depth)}${text}${close.join('').repeat(depth)}`;
    });
const grid = (cell: fc.Arbitrary<string>, between: string, end: string) =>
  fc.tuple(cell, often, often).map(([text, columns, rows]) => {
    const row = `${Array(Math.min(columns, 500)).fill(text).join(between)}${end}`;
    return row.repeat(Math.min(rows, Math.ceil(MAX_TEXT / row.length)));
  });
const fewOf = (signs: readonly string[]) =>
  fc.array(fc.constantFrom(...signs), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));

const prose = joined([...WORDS, ' ', ' ', '\n'], fc.constantFrom(...MARKS, ...SIGNS, ...EMOJI));
const marks = joined([...MARKS, ...BLANKS], fc.constantFrom(...WORDS, ...SIGNS));
const signs = fc.oneof(joined(SIGNS), joined(EMOJI), fc.string({ unit: 'binary', maxLength: 400 }));
const markdown = fc.oneof(
  marks,
  repeated(fewOf([...MARKS, ...BLANKS, ...WORDS])),
  nested(PAIRS, marks),
  nested(PAIRS, fc.constant('x')),
);

const tex = fc.oneof(
  joined(TEX_SIGNS),
  repeated(fewOf(TEX_SIGNS)),
  nested(TEX_PAIRS, fc.constant('x')),
  nested(TEX_PAIRS, joined(TEX_SIGNS)),
  grid(fewOf(TEX_SIGNS), '&', '\\\\').map((cells) => `\\begin{matrix}${cells}\\end{matrix}`),
  joined(
    TEX_SIGNS,
    nested(TEX_PAIRS, fc.constant('x')).filter((text) => text.length < 300),
  ),
);
const formula = fc
  .tuple(
    tex.chain((text) => fc.constantFrom(text, text.slice(0, 1_000), text.slice(0, 300))),
    fc.constantFrom('$', '$$'),
  )
  .map(([text, mark]) => `${mark}${text}${mark}`);

const code = fc
  .tuple(
    fc.constantFrom(...Object.keys(LOADERS), ''),
    fc.oneof(joined([...CODE_SIGNS, '\n', ' ']), repeated(fewOf([...CODE_SIGNS, '\n', ' ']))),
    fc.constantFrom(0, 0, 60, 240),
  )
  .map(([language, text, width]) => {
    const lines = width === 0 ? text : text.replace(new RegExp(`[^\\n]{${width}}`, 'g'), '$&\n');
    return `\`\`\`${language}\n${lines.slice(0, 9_000)}\n\`\`\``;
  })
  .chain((block) => fc.constantFrom(block, `${block.slice(0, 2_950)}\n\`\`\``));

const table = fc.tuple(often, grid(fewOf([...WORDS, ...MARKS]), '|', '\n')).map(([columns, rows]) => {
  const wide = Math.min(columns, 500);
  return `${'|a'.repeat(wide)}|\n${'|-'.repeat(wide)}|\n${rows}`;
});

const block = fc.oneof(prose, markdown, repeated(signs), signs, formula, code, table, repeated(formula));

/** The first `most` characters, as the engine counts them. */
const cut = (text: string) => trimText([...text].slice(0, MAX_TEXT).join('').toWellFormed().replaceAll('\0', ''));

/** Texts that the engine accepts: up to 10,000 characters. */
export const hostileText: fc.Arbitrary<string> = fc
  .tuple(fc.array(block, { minLength: 1, maxLength: 6 }), fc.constantFrom('\n', '\n\n', ' ', ''))
  .map(([blocks, between]) => cut(blocks.join(between)));
