import type { Attachment } from 'svelte/attachments';

/** After so many frames in which the same messages were visible, nothing moves any more. */
const STILL_FRAMES = 5;

/**
 * Reports the messages inside an element (`[data-seq]`) that are visible on the screen: at least half of the message, or as
 * much of it as fills half of the element, in two frames in a row. A place that a list only passes on the way to another
 * one does not count.
 * @param report hears the sequences, and whether nothing moves any more
 */
export const watchVisible =
  (report: (seqs: readonly number[], still: boolean) => void): Attachment<HTMLElement> =>
  (element) => {
    let before: ReadonlySet<number> = new Set();
    let left = 0;
    let frame = 0;
    const look = () => {
      const now = visibleIn(element);
      left = same(now, before) ? left - 1 : STILL_FRAMES;
      frame = left > 0 ? requestAnimationFrame(look) : 0;
      const stayed = [...now].filter((seq) => before.has(seq));
      before = now;
      report(stayed, left <= 0);
    };
    const wake = () => {
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
      changes.disconnect();
      sizes.disconnect();
      element.removeEventListener('scroll', wake, { capture: true });
      element.removeEventListener('load', wake, { capture: true });
    };
  };

function visibleIn(element: HTMLElement): Set<number> {
  const box = element.getBoundingClientRect();
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  const seqs = new Set<number>();
  for (const message of element.querySelectorAll<HTMLElement>('[data-seq]')) {
    const { top: from, bottom: to, height } = message.getBoundingClientRect();
    const visible = Math.min(to, bottom) - Math.max(from, top);
    if (visible <= 0 || visible < Math.min(height, bottom - top) / 2) continue;
    if (message.checkVisibility({ visibilityProperty: true })) seqs.add(Number(message.dataset.seq));
  }
  return seqs;
}

const same = (one: ReadonlySet<number>, other: ReadonlySet<number>): boolean =>
  one.size === other.size && [...one].every((seq) => other.has(seq));
