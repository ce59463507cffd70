import type { Attachment } from 'svelte/attachments';

const HOLD_MS = 450;
const SLACK_PX = 10;
/** A finger that rests on one of these uses it. */
const KEEPS_FINGERS = 'input, textarea, select, audio, video, [role=slider]';
/** What browsers do by themselves with a finger that rests. */
const BROWSERS_OWN = ['contextmenu', 'selectstart', 'dragstart'];

/** Touches that an element has taken: of elements within one another the innermost has the press. */
const taken = new WeakSet<Event>();

/**
 * Calls back when a finger or a pen rests on an element, on links and buttons in it too: what a mouse gets by hovering. From
 * then until the next touch or key nothing is pressed, whatever lies under the finger when it is lifted. The browser shows no
 * menu of its own and selects nothing. A finger that moves, and a second one, press nothing.
 */
export const longPress =
  (pressed: () => void): Attachment<HTMLElement> =>
  (element) => {
    let end = () => {};
    const down = (event: PointerEvent) => {
      if (event.pointerType === 'mouse' || !event.isPrimary || taken.has(event)) return;
      if ((event.target as Element).closest(KEEPS_FINGERS)) return;
      taken.add(event);
      end = follow(event, pressed);
    };
    element.addEventListener('pointerdown', down);
    element.style.setProperty('-webkit-touch-callout', 'none');
    return () => {
      element.removeEventListener('pointerdown', down);
      end();
    };
  };

/** Follows a touch from its beginning to what comes after it; answers how to let go of it before it is a press. */
function follow(start: PointerEvent, pressed: () => void): () => void {
  const touch = new AbortController();
  const hear = (names: readonly string[], act: (event: Event) => void) => {
    const options = { capture: true, passive: false, signal: touch.signal };
    for (const name of names) addEventListener(name, act, options);
  };
  let isHeld = false;
  const letGo = () => {
    clearTimeout(timer);
    if (!isHeld) touch.abort();
  };
  const timer = setTimeout(() => {
    isHeld = true;
    navigator.vibrate?.(8);
    pressed();
  }, HOLD_MS);
  hear(['pointermove'], (event) => hasMoved(start, event as PointerEvent) && letGo());
  hear(['pointerup', 'pointercancel'], letGo);
  hear(['pointerdown', 'keydown'], (event) => {
    letGo();
    if ((event as PointerEvent).isPrimary !== false) touch.abort();
  });
  hear(BROWSERS_OWN, (event) => event.preventDefault());
  hear(['touchend'], (event) => isHeld && event.preventDefault());
  hear(['click'], (event) => isHeld && isOfFinger(event) && swallow(event));
  return letGo;
}

const hasMoved = (from: PointerEvent, to: PointerEvent): boolean =>
  to.pointerId === from.pointerId && Math.hypot(to.clientX - from.clientX, to.clientY - from.clientY) > SLACK_PX;

/** Clicks of keys and of screen readers have no count. */
const isOfFinger = (click: Event): boolean => (click as UIEvent).detail > 0;

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
