import type { Attachment } from 'svelte/attachments';

const SLACK_PX = 24;

/** Keeps a scroller whose one child grows at its end, while it stands there; tells whether it does. */
export const stayAtEnd =
  (told: (atEnd: boolean) => void): Attachment<HTMLElement> =>
  (scroller) => {
    let atEnd = true;
    const look = () => {
      atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= SLACK_PX;
      told(atEnd);
    };
    const keep = () => {
      if (atEnd) scroller.scrollTop = scroller.scrollHeight;
    };
    const sizes = new ResizeObserver(keep);
    sizes.observe(scroller);
    if (scroller.firstElementChild) sizes.observe(scroller.firstElementChild);
    scroller.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      scroller.removeEventListener('scroll', look);
    };
  };
