import { words } from './words.ts';

/** The word after ```, as its author wrote it. */
export const languageOf = (block: HTMLElement): string | undefined =>
  /(?:^|\s)language-([\w+#-]+)/.exec(block.className)?.[1];

/** A bar over each block of code: its language, and a button that copies it. The button's press is heard by MessageText. */
export function frameCode(made: DocumentFragment): void {
  for (const block of made.querySelectorAll<HTMLElement>('pre > code')) frame(block);
}

function frame(block: HTMLElement): void {
  const bar = document.createElement('div');
  bar.className = 'code-bar';
  const name = document.createElement('span');
  name.textContent = languageOf(block) ?? words.message.code;
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
