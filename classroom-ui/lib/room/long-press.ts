import type { Attachment } from 'svelte/attachments';

const HOLD_MS = 450;
const SLACK_PX = 10;

/** Calls back when a finger rests on an element: what a mouse gets by hovering. The browser's own menu stays away. */
export const longPress =
  (pressed: () => void): Attachment<HTMLElement> =>
  (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let start = { x: 0, y: 0 };
    let touching = false;
    const stop = () => clearTimeout(timer);
    const down = (event: PointerEvent) => {
      touching = event.pointerType !== 'mouse';
      if (!touching || (event.target as Element).closest('a, button, input, audio, video')) return;
      start = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => {
        navigator.vibrate?.(8);
        pressed();
      }, HOLD_MS);
    };
    const move = (event: PointerEvent) => {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLACK_PX) stop();
    };
    const menu = (event: Event) => touching && event.preventDefault();
    const heard = { pointerdown: down, pointermove: move, pointerup: stop, pointercancel: stop, contextmenu: menu };
    for (const [name, hear] of Object.entries(heard)) element.addEventListener(name, hear as EventListener);
    return () => {
      stop();
      for (const [name, hear] of Object.entries(heard)) element.removeEventListener(name, hear as EventListener);
    };
  };
