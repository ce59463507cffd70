import type { Attachment } from 'svelte/attachments';
import { keepBeside } from './place.ts';

// One tooltip for the whole page: a thousand message tools cost a thousand texts, not a thousand elements. It repeats an
// accessible name, so it is hidden from screen readers.
const DELAY_MS = 450;
let bubble: HTMLElement | undefined;
let release: (() => void) | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let shownFor: Element | undefined;

/** Shows a text beside an element that is hovered or has the keyboard's focus. Escape hides it. Not for touch. */
export const tooltip =
  (text: () => string): Attachment<HTMLElement> =>
  (element) => {
    const soon = (event: PointerEvent) => event.pointerType === 'mouse' && showLater(element, text);
    const focused = () => element.matches(':focus-visible') && showLater(element, text);
    const gone = () => hide(element);
    const heard = { pointerenter: soon, pointerleave: gone, pointerdown: gone, focus: focused, blur: gone } as const;
    for (const [name, hear] of Object.entries(heard)) element.addEventListener(name, hear as EventListener);
    return () => {
      gone();
      for (const [name, hear] of Object.entries(heard)) element.removeEventListener(name, hear as EventListener);
    };
  };

function showLater(element: HTMLElement, text: () => string): void {
  clearTimeout(timer);
  shownFor = element;
  timer = setTimeout(() => show(element, text()), DELAY_MS);
}

function show(element: HTMLElement, text: string): void {
  if (!element.isConnected || element.getAttribute('aria-expanded') === 'true') return;
  bubble ??= makeBubble();
  (element.closest('[role=dialog]') ?? document.body).append(bubble);
  bubble.textContent = text;
  bubble.hidden = false;
  if (bubble.showPopover && !bubble.matches(':popover-open')) bubble.showPopover();
  release?.();
  release = keepBeside(bubble, () => element, { side: 'above', align: 'center', gap: 6 });
  addEventListener('keydown', hideOnEscape, { capture: true });
}

function hide(element?: Element): void {
  if (element && element !== shownFor) return;
  clearTimeout(timer);
  release?.();
  release = undefined;
  removeEventListener('keydown', hideOnEscape, { capture: true });
  if (!bubble) return;
  if (bubble.hidePopover && bubble.matches(':popover-open')) bubble.hidePopover();
  bubble.hidden = true;
}

const hideOnEscape = (event: KeyboardEvent) => event.key === 'Escape' && hide();

function makeBubble(): HTMLElement {
  const made = document.createElement('div');
  made.popover = 'manual';
  made.setAttribute('aria-hidden', 'true');
  made.className =
    'pointer-events-none fixed z-50 max-w-60 animate-fade rounded-md bg-ink px-2 py-1 text-xs font-medium text-surface shadow-float whitespace-pre-wrap';
  return made;
}
