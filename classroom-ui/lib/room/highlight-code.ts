import highlighter from 'highlight.js/lib/core';
import { languageOf } from './code-frame.ts';
import { INSIDE, LOADERS, languageNamed } from './code-languages.ts';
import { CODE } from './drawing-limits.ts';
import { sizeOf } from './drawn-size.ts';
import type { Enricher } from './enricher.ts';

const known = new Set<string>();
const LONG_LINE = new RegExp(`.{${CODE.line + 1}}`);

/** Colours blocks of code that say what language they are in, as far as a reader's machine can. */
export const enricher: Enricher = {
  needs: (made) => languagesIn(made).some((name) => !known.has(name)),
  async fetch(made) {
    await Promise.all(languagesIn(made).map(learn));
  },
  enrich(made) {
    let { characters, elements } = CODE;
    for (const block of blocksIn(made)) {
      const name = languageNamed(languageOf(block) ?? '');
      const code = block.textContent ?? '';
      if (!name || code.length > characters || elements < 0 || LONG_LINE.test(code)) continue;
      characters -= code.length;
      block.className = `language-${name}`;
      elements -= colour(block, code, { language: name, most: elements });
    }
  },
};

/** Answers how many elements the colours needed, also where they are not shown. */
function colour(block: HTMLElement, code: string, { language, most }: { language: string; most: number }): number {
  const { value } = highlighter.highlight(code, { language });
  const elements = value.split('<span').length - 1;
  if (elements > most) return elements;
  block.innerHTML = value; // highlight.js escapes the code.
  if (sizeOf(block).depth > CODE.depth) block.textContent = code;
  return elements;
}

async function learn(name: string): Promise<void> {
  const load = LOADERS[name];
  if (!load || known.has(name)) return;
  highlighter.registerLanguage(name, (await load()).default);
  known.add(name);
}

const blocksIn = (made: DocumentFragment) => made.querySelectorAll<HTMLElement>('pre > code');

function languagesIn(made: DocumentFragment): string[] {
  const named = [...blocksIn(made)].flatMap((block) => languageNamed(languageOf(block) ?? '') ?? []);
  return [...new Set(named.flatMap((name) => [name, ...(INSIDE[name] ?? [])]))];
}
