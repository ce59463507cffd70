import type { Attachment } from 'svelte/attachments';
import { keepBeside, type Placement } from './place.ts';
import { closeByBack } from './way-back.ts';

export interface Floating {
  /** What it stands beside, and where focus returns to. */
  readonly anchor: () => HTMLElement | null;
  readonly placement: () => Placement;
  readonly onclose: () => void;
}

/**
 * Puts an element in the browser's top layer beside its anchor while it is in the page: nothing clips it, a press elsewhere or
 * Escape asks to close it. Where the browser has no top layer for popovers it floats above by its z-index.
 */
export const float =
  ({ anchor, placement, onclose }: Floating): Attachment<HTMLElement> =>
  (element) => {
    element.popover = 'manual';
    element.showPopover?.();
    const release = keepBeside(element, anchor, placement());
    const pressed = (event: Event) => isOutside(event, element, anchor()) && onclose();
    document.addEventListener('pointerdown', pressed, { capture: true });
    addEventListener('blur', onclose);
    const stay = closeByBack(() => {
      onclose();
      anchor()?.focus();
    });
    return () => {
      stay();
      release();
      document.removeEventListener('pointerdown', pressed, { capture: true });
      removeEventListener('blur', onclose);
    };
  };

function isOutside(event: Event, element: HTMLElement, anchor: HTMLElement | null): boolean {
  const path = event.composedPath();
  return !path.includes(element) && !(anchor && path.includes(anchor));
}
