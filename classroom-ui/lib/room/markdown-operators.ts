import type { MarkdownIt } from 'markdown-it';
import { UNSPACED } from '../../../engine/client.ts';

const SPACED_WORD = new RegExp(`^(?![${UNSPACED}])[\\p{L}\\p{N}]$`, 'u');
/** Letters and signs of scripts whose words stand side by side. */
const UNSPACED_SIGN = new RegExp(`^[${UNSPACED}\\u3000-\\u303f\\uff00-\\uffef]$`, 'u');
/** Between these and a mark stands an operand, a power, a footnote or a face: nothing begins there. */
const ENDS_OPERAND = /^[)\]}%^$°²³=+\\#@&]$/;
const ENDS_CLAUSE = /^[)\]},.;:!?…]$/;
const OPENS_CLAUSE = /^[([{/\\]$/;

/** "2 *3* 4" multiplies. */
const NUMBER = /^[\d.,]+[*_~]/;
const AFTER_NUMBER = /\d[ *]*$/;

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
      const after = firstSign(this.src.slice(start + scanned.length, start + scanned.length + 2));
      if (canSplitWord && (UNSPACED_SIGN.test(before) || UNSPACED_SIGN.test(after)))
        return { ...scanned, can_open: !isBlank(after), can_close: !isBlank(before) };
      const isFactor =
        scanned.length === 1 &&
        NUMBER.test(this.src.slice(start + scanned.length, start + LONGEST)) &&
        AFTER_NUMBER.test(this.src.slice(Math.max(0, start - 8), start));
      const opens = !isFactor && !SPACED_WORD.test(before) && !ENDS_OPERAND.test(before) && !ENDS_CLAUSE.test(after);
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

/** `__init__`, and faces such as ^_^ and *_*. */
const NAME_OR_FACE = /^(?:__[a-z][a-z\d]*(?:_[a-z\d]+)*__(?![\p{L}\p{N}_])|[*^>~-]_+[*^<~-](?![\p{L}\p{N}*_]))/u;
const LONGEST = 64;

/** So many units a letter with its accents has at most. */
const ACCENTED = 12;

const firstSign = (text: string): string => [...text][0] ?? '';
/** Without the accents on it. */
const lastSign = (text: string): string => [...text.replace(/\p{M}+$/u, '')].at(-1) ?? '';
const isBlank = (sign: string): boolean => sign === '' || /^\s$/.test(sign);
