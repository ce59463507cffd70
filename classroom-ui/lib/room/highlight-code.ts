import highlighter from 'highlight.js/lib/core';
import { languageOf } from './code-frame.ts';
import { INSIDE, LOADERS, languageNamed } from './code-languages.ts';
import type { Enricher } from './enricher.ts';

const known = new Set<string>();

/** Colours blocks of code that say what language they are in. */
export const enricher: Enricher = {
  needs: (made) => languagesIn(made).some((name) => !known.has(name)),
  async fetch(made) {
    await Promise.all(languagesIn(made).map(learn));
  },
  enrich(made) {
    for (const block of blocksIn(made)) {
      const name = languageNamed(languageOf(block) ?? '');
      if (!name) continue;
      block.className = `language-${name}`;
      highlighter.highlightElement(block);
    }
  },
};

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
