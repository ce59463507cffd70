import { copyText } from './copy.ts';
import { words } from './words.ts';

const SAID_MS = 1_600;

/** Hears the copy buttons of the blocks of code in a message, which are not Svelte's own. Answers how to stop. */
export function hearCopyButtons(message: HTMLElement): () => void {
  const pressed = (event: Event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('.code-copy');
    if (button) void copyFrom(button);
  };
  message.addEventListener('click', pressed);
  return () => message.removeEventListener('click', pressed);
}

async function copyFrom(button: HTMLButtonElement): Promise<void> {
  const code = button.closest('.code-block')?.querySelector('code')?.textContent ?? '';
  button.textContent = (await copyText(code)) ? words.message.copied : words.actions.copyFailed;
  setTimeout(() => {
    button.textContent = words.message.copyCode;
  }, SAID_MS);
}
