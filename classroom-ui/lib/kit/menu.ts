import { getContext, setContext } from 'svelte';

const KEY = Symbol('menu');

/** What a menu's items reach: closing it gives focus back to its button. */
export interface MenuReach {
  close(): void;
}
export const offerMenu = (reach: MenuReach): MenuReach => setContext(KEY, reach);
export const useMenu = (): MenuReach | undefined => getContext(KEY);

const ITEMS = '[role^="menuitem"]:not([aria-disabled="true"])';

/** The items that take focus, in the order they are drawn. */
export const itemsOf = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>(ITEMS)];

/** The item a key leads to from the one that has focus, or undefined when the key means nothing here. */
export function itemFor(key: string, items: readonly HTMLElement[], current: Element | null): HTMLElement | undefined {
  const at = items.indexOf(current as HTMLElement);
  if (key === 'ArrowDown') return items[(at + 1) % items.length];
  if (key === 'ArrowUp') return items.at(at <= 0 ? -1 : at - 1);
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  return key.length === 1 && key !== ' ' ? itemStarting(key, items, at) : undefined;
}

/** The next item, from the current one round, whose text begins with a letter. */
function itemStarting(letter: string, items: readonly HTMLElement[], at: number): HTMLElement | undefined {
  const wanted = letter.toLowerCase();
  const round = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return round.find((item) => (item.textContent ?? '').trim().toLowerCase().startsWith(wanted));
}
