import type { Attachment } from 'svelte/attachments';

const HOLD_MS = 450;
const SLACK_PX = 10;

/** Calls back when a finger rests on a button, and keeps the press that ends it from counting as one. */
export const hold =
  (held: () => void): Attachment<HTMLElement> =>
  (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let start = { x: 0, y: 0 };
    let done = false;
    const stop = () => clearTimeout(timer);
    const down = (event: PointerEvent) => {
      done = false;
      if (event.pointerType === 'mouse') return;
      start = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => {
        done = true;
        held();
      }, HOLD_MS);
    };
    const move = (event: PointerEvent) => {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLACK_PX) stop();
    };
    const click = (event: Event) => {
      if (done) event.stopPropagation();
      done = false;
    };
    const heard = { pointerdown: down, pointermove: move, pointerup: stop, pointercancel: stop, click };
    for (const [name, hear] of Object.entries(heard)) element.addEventListener(name, hear as EventListener);
    return () => {
      stop();
      for (const [name, hear] of Object.entries(heard)) element.removeEventListener(name, hear as EventListener);
    };
  };
