/**
 * A copied formula is the text its author wrote, once. Browsers take its drawing and its reading for screen readers
 * together, one after the other.
 */
export function copyFormulasAsWritten(): void {
  document.addEventListener('copy', (event) => {
    const selection = getSelection();
    if (!event.clipboardData || !selection || selection.rangeCount === 0 || selection.isCollapsed) return;
    const copied = asWritten(selection.getRangeAt(0));
    if (!copied) return;
    event.clipboardData.setData('text/html', copied.innerHTML);
    event.clipboardData.setData('text/plain', textOf(copied));
    event.preventDefault();
  });
}

/** A copy of what is selected, with each formula as text; a formula that is selected in part counts as a whole. */
function asWritten(selected: Range): HTMLElement | undefined {
  const range = selected.cloneRange();
  const first = formulaAround(range.startContainer);
  const last = formulaAround(range.endContainer);
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const copied = document.createElement('div');
  copied.append(range.cloneContents());
  for (const bar of copied.querySelectorAll('.code-bar')) bar.remove();
  const formulas = copied.querySelectorAll<HTMLElement>('[data-tex]');
  for (const formula of formulas) formula.replaceWith(formula.dataset.tex ?? '');
  return formulas.length > 0 ? copied : undefined;
}

const formulaAround = (node: Node): Element | null =>
  (node instanceof Element ? node : node.parentElement)?.closest('[data-tex]') ?? null;

/** Its text with the lines that stand on the screen: only what is laid out has them. */
function textOf(copied: HTMLElement): string {
  copied.className = 'message-text message-rich';
  copied.style.cssText = 'position:fixed;inset-inline-start:-10000px';
  document.body.append(copied);
  const text = copied.innerText;
  copied.remove();
  return text;
}
