import katex, { type KatexOptions } from 'katex';
import 'katex/dist/katex.min.css';
import type { Enricher } from './enricher.ts';

/** No \href, \includegraphics or \html…; limits against formulas that expand without end. */
const LIMITS: KatexOptions = {
  trust: false,
  strict: 'ignore',
  maxExpand: 200,
  maxSize: 20,
  errorColor: 'var(--danger-ink)',
  throwOnError: false,
};

/** Sets formulas. */
export const enricher: Enricher = {
  needs: () => false,
  fetch: () => Promise.resolve(),
  enrich(made) {
    for (const formula of made.querySelectorAll<HTMLElement>('[data-math]')) {
      const displayMode = formula.dataset.math === 'block';
      katex.render(formula.textContent ?? '', formula, { ...LIMITS, displayMode });
    }
  },
};
