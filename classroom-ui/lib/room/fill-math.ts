import katex, { type KatexOptions } from 'katex';
import 'katex/dist/katex.min.css';
import { lazy } from '#lib/kit/lazy.svelte.ts';
import { FORMULAS } from './drawing-limits.ts';
import { sizeOf } from './drawn-size.ts';
import type { Enricher } from './enricher.ts';
import { copyFormulasAsWritten } from './formula-copy.ts';

/** No \href, \includegraphics or \html…; limits against formulas that expand without end. */
const LIMITS: KatexOptions = {
  trust: false,
  strict: 'ignore',
  maxExpand: 200,
  maxSize: 20,
  errorColor: 'var(--danger-ink)',
  throwOnError: false,
};

/** A definition can repeat what it is given: two hundred expansions of it make millions of symbols. */
const DEFINES = /\\(?:[egx]?def|let|futurelet|(?:re)?newcommand|providecommand)(?![A-Za-z])/;

/** What mhchem sets; it adds itself to KaTeX. */
const CHEMISTRY = /\\(?:ce|pu)(?![A-Za-z])/;
const chemistry = { here: false };
const mhchem = lazy(() => import('katex/contrib/mhchem'));

copyFormulasAsWritten();

/** Sets formulas. One that is too much for a reader's machine, alone or after those before it, stays as its source. */
export const enricher: Enricher = {
  needs: (made) =>
    !chemistry.here && [...formulasIn(made)].some(({ textContent }) => CHEMISTRY.test(textContent ?? '')),
  async fetch(made) {
    if (!enricher.needs(made)) return;
    await mhchem();
    chemistry.here = true;
  },
  enrich(made) {
    let left = FORMULAS.elements;
    for (const formula of formulasIn(made)) {
      if (left > 0) left -= Math.max(FORMULAS.least, setFormula(formula, left));
    }
  },
};

const formulasIn = (made: DocumentFragment) => made.querySelectorAll<HTMLElement>('[data-math]');

/** Answers how many elements were made, also where they are not shown. */
function setFormula(formula: HTMLElement, most: number): number {
  const tex = formula.textContent ?? '';
  if (tex.length > FORMULAS.characters || DEFINES.test(tex)) return 0;
  const set = document.createElement('span');
  try {
    katex.render(tex, set, { ...LIMITS, displayMode: formula.dataset.math === 'block' });
  } catch {
    return 0; // Nested too deeply for KaTeX itself.
  }
  const { elements, depth } = sizeOf(set);
  if (elements > most || depth > FORMULAS.depth) return elements;
  const mark = formula.dataset.math === 'block' ? '$$' : '$';
  formula.dataset.tex = `${mark}${tex}${mark}`;
  formula.replaceChildren(...set.childNodes);
  return elements;
}
