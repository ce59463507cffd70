import type { Attachment } from 'svelte/attachments';

/** After so many frames in which the same messages were visible, nothing moves any more. */
const STILL_FRAMES = 5;
/** While something lies over messages, it is looked so often whether it still does: its going moves nothing in the list. */
const COVERED_MS = 200;

/**
 * Reports the messages inside an element (`[data-seq]`) that are visible on the screen: at least half of the message, or as
 * much of it as fills half of the element, with nothing over its middle, in two frames in a row. A place that a list only
 * passes on the way to another one does not count.
 * @param report hears the sequences, and whether nothing moves any more
 */
export const watchVisible =
  (report: (seqs: readonly number[], still: boolean) => void): Attachment<HTMLElement> =>
  (element) => {
    let before: ReadonlySet<number> = new Set();
    let left = 0;
    let frame = 0;
    let later: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const inSight = inSightOf(element);
      const now = new Set([...inSight.keys()].filter((seq) => !inSight.get(seq)));
      left = same(now, before) ? left - 1 : STILL_FRAMES;
      frame = left > 0 ? requestAnimationFrame(look) : 0;
      if (frame === 0 && now.size < inSight.size) later = setTimeout(wake, COVERED_MS);
      const stayed = [...now].filter((seq) => before.has(seq));
      before = now;
      report(stayed, left <= 0);
    };
    const wake = () => {
      clearTimeout(later);
      left = STILL_FRAMES;
      frame ||= requestAnimationFrame(look);
    };
    const changes = new MutationObserver(wake);
    changes.observe(element, { subtree: true, childList: true, attributeFilter: ['class', 'style'] });
    const sizes = new ResizeObserver(wake);
    sizes.observe(element);
    element.addEventListener('scroll', wake, { capture: true, passive: true });
    // Pictures and fonts change heights without changing the document.
    element.addEventListener('load', wake, { capture: true });
    wake();
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(later);
      changes.disconnect();
      sizes.disconnect();
      element.removeEventListener('scroll', wake, { capture: true });
      element.removeEventListener('load', wake, { capture: true });
    };
  };

/** Messages in the window of the list, and whether something lies over them. */
function inSightOf(element: HTMLElement): Map<number, boolean> {
  const box = element.getBoundingClientRect();
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  const inSight = new Map<number, boolean>();
  for (const message of element.querySelectorAll<HTMLElement>('[data-seq]')) {
    const { top: from, bottom: to, height, left, width } = message.getBoundingClientRect();
    const [above, below] = [Math.max(from, top), Math.min(to, bottom)];
    const visible = below - above;
    if (visible <= 0 || visible < Math.min(height, bottom - top) / 2) continue;
    if (!message.checkVisibility({ visibilityProperty: true })) continue;
    // Dialogs, sheets, panels and menus stand outside the list.
    const onTop = document.elementFromPoint(left + width / 2, (above + below) / 2);
    inSight.set(Number(message.dataset.seq), !element.contains(onTop));
  }
  return inSight;
}

const same = (one: ReadonlySet<number>, other: ReadonlySet<number>): boolean =>
  one.size === other.size && [...one].every((seq) => other.has(seq));
