import type { MarkdownIt } from 'markdown-it';
import { UNSPACED } from '../../../engine/client.ts';

const SPACED_WORD = new RegExp(`^(?![${UNSPACED}])[\\p{L}\\p{N}]$`, 'u');
/** Letters and signs of scripts whose words stand side by side. */
const UNSPACED_SIGN = new RegExp(`^[${UNSPACED}\\u3000-\\u303f\\uff00-\\uffef]$`, 'u');
/** Between these and a mark stands an operand, a power, a footnote or a face: nothing begins there. */
const ENDS_OPERAND = /^[)\]}%^\p{Sc}°²³=+\\#@&]$/u;
const ENDS_CLAUSE = /^[)\]},.;:!?…]$/;
const OPENS_CLAUSE = /^[([{/\\]$/;

/** "2 *3* 4" multiplies. */
const NUMBER = /^[\p{Nd}.,]+[*_~]/u;
const AFTER_NUMBER = /\p{Nd}[ *]*$/u;

/**
 * `*`, `_` and `~` between two operands are signs of arithmetic or of a name, and format nothing. Where a script puts no
 * blanks, they format beside any of its letters and signs.
 */
export function addOperators(markdown: MarkdownIt): void {
  const Plain = markdown.inline.State;
  markdown.inline.State = class extends Plain {
    override scanDelims(start: number, canSplitWord: boolean) {
      const scanned = super.scanDelims(start, canSplitWord);
      const before = lastSign(this.src.slice(Math.max(0, start - ACCENTED), start));
      const after = firstSign(this.src.slice(start + scanned.length, start + scanned.length + MARKED));
      if (canSplitWord && (UNSPACED_SIGN.test(before) || UNSPACED_SIGN.test(after)))
        return { ...scanned, ...amongUnspaced(before, after, scanned.length) };
      const isFactor =
        scanned.length === 1 &&
        NUMBER.test(this.src.slice(start + scanned.length, start + LONGEST)) &&
        AFTER_NUMBER.test(this.src.slice(Math.max(0, start - 8), start));
      const opens =
        !isFactor &&
        !SPACED_WORD.test(before) &&
        !ENDS_CLAUSE.test(after) &&
        !endsOperand(this.src.slice(Math.max(0, start - 2), start), before, after) &&
        !(before === '/' && this.src.includes('*/', start + 1));
      const isProduct = /[)\]}]/.test(before) && /[([{]/.test(after);
      const closes = !SPACED_WORD.test(after) && !OPENS_CLAUSE.test(before) && !isProduct;
      return { ...scanned, can_open: scanned.can_open && opens, can_close: scanned.can_close && closes };
    }
  };
  markdown.inline.ruler.before('emphasis', 'name', (state, silent) => {
    const [name] = NAME_OR_FACE.exec(state.src.slice(state.pos, state.pos + LONGEST)) ?? [];
    if (!name || SPACED_WORD.test(state.src[state.pos - 1] ?? '')) return false;
    if (!silent) state.pending += name;
    state.pos += name.length;
    return true;
  });
}

/** A quotation, an absolute value or a picture that ends there is an operand, too: "a"*3*"b", |a|*|b|*|c|, 🍎*🍌*🍇. */
const endsOperand = (text: string, before: string, after: string): boolean =>
  ENDS_OPERAND.test(before) ||
  /[^\s([{"'|*][”»"|]$/.test(text) ||
  (/^['’]$/.test(before) && /^[\p{N}'‘"(]$/u.test(after)) ||
  (/^[\p{So}\p{Emoji_Modifier}]$/u.test(before) && /^[\p{So}\p{N}(]$/u.test(after));

/**
 * Marks of two signs format anywhere. A single one between two letters, digits or brackets multiplies, as in 长*宽*高, and one
 * in brackets of its own is a footnote.
 */
function amongUnspaced(before: string, after: string, length: number): { can_open: boolean; can_close: boolean } {
  if (length === 1 && LETTER.test(before) && LETTER.test(after)) return { can_open: false, can_close: false };
  const behindBracket = /^[\p{Pe}\p{Pf}]$/u;
  const bracket = /^[\p{Ps}\p{Pi}]$/u;
  const opens = !isBlank(after) && !behindBracket.test(after);
  const closes = !isBlank(before) && !bracket.test(before);
  if (length > 1) return { can_open: opens, can_close: closes };
  return {
    can_open: opens && (!behindBracket.test(before) || bracket.test(after)),
    can_close: closes && (!bracket.test(after) || behindBracket.test(before)),
  };
}

const LETTER = /^[\p{L}\p{N}]$/u;

/** `__init__` and `**kwargs`, and faces such as ^_^, *-* and _(._.)_. */
const NAME_OR_FACE =
  /^(?:__[a-z][a-z\d]*(?:_[a-z\d]+)*__(?![\p{L}\p{N}_])|\*{1,2}(?:kw)?args(?![\p{L}\p{N}_*])|[*^>~-]_+[*^<~-](?![\p{L}\p{N}*_])|\*[-.^]\*(?![\p{L}\p{N}*_])|_\([^\p{L}\p{N}\s]{1,8}\)_(?![\p{L}\p{N}_]))/u;
const LONGEST = 64;

/** So many units a letter with its accents has at most. */
const ACCENTED = 12;

/** So many units a sign has at most behind marks of direction. */
const MARKED = 4;

/** Behind marks of direction, which nobody sees. */
const firstSign = (text: string): string => [...text.replace(/^\p{Cf}+/u, '')][0] ?? '';
/** Without the accents on it, and marks of direction behind it. */
const lastSign = (text: string): string => [...text.replace(/[\p{M}\p{Cf}]+$/u, '')].at(-1) ?? '';
const isBlank = (sign: string): boolean => sign === '' || /^\s$/.test(sign);
