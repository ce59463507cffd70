import { words } from './words.ts';

/** Fills formulas and highlights code in elements that are safe already. What fails stays as the plain text it was. */
export async function enrich(made: DocumentFragment): Promise<void> {
  await Promise.all([fillMath(made), highlightCode(made)]);
}

async function fillMath(made: DocumentFragment): Promise<void> {
  const formulas = made.querySelectorAll<HTMLElement>('[data-math]');
  if (formulas.length === 0) return;
  const [{ default: katex }] = await Promise.all([import('katex'), import('katex/dist/katex.min.css')]);
  for (const formula of formulas) {
    // No \href, \includegraphics or \html…; limits against formulas that expand without end.
    const limits = {
      trust: false,
      strict: 'ignore',
      maxExpand: 200,
      maxSize: 20,
      errorColor: 'var(--danger-ink)',
    } as const;
    const displayMode = formula.dataset.math === 'block';
    katex.render(formula.textContent ?? '', formula, { ...limits, displayMode, throwOnError: false });
  }
}

async function highlightCode(made: DocumentFragment): Promise<void> {
  const blocks = made.querySelectorAll<HTMLElement>('pre > code');
  if (blocks.length === 0) return;
  const { default: highlighter } = await import('highlight.js/lib/common');
  for (const block of blocks) {
    const language = /(?:^|\s)language-([\w+#-]+)/.exec(block.className)?.[1];
    if (language && highlighter.getLanguage(language)) highlighter.highlightElement(block);
    frame(block, language);
  }
}

/** A bar over the code: its language, and a button that copies it. The button's press is heard by MessageText. */
function frame(block: HTMLElement, language: string | undefined): void {
  const bar = document.createElement('div');
  bar.className = 'code-bar';
  const name = document.createElement('span');
  name.textContent = language ?? words.message.code;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'code-copy';
  button.textContent = words.message.copyCode;
  bar.append(name, button);
  const holder = document.createElement('div');
  holder.className = 'code-block';
  const pre = block.parentElement;
  pre?.replaceWith(holder);
  if (pre) {
    pre.tabIndex = 0; // Wide code scrolls sideways, also for those who have no mouse.
    holder.append(bar, pre);
  }
}
