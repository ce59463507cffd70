export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Placement {
  readonly side?: 'below' | 'above' | undefined;
  readonly align?: 'start' | 'center' | 'end' | undefined;
  /** Pixels between the two. */
  readonly gap?: number | undefined;
}

/** Nothing floats nearer to the window's edge than this. */
const MARGIN = 8;

/**
 * Where something that floats beside an anchor stands, in pixels of the window: on the wanted side, on the other one where it
 * fits only there, and always within the window.
 */
export function place(
  anchor: Box,
  floating: Size,
  view: Size,
  placement: Placement = {},
): { left: number; top: number } {
  const { side = 'below', align = 'start', gap = 4 } = placement;
  return { left: leftOf(anchor, floating, view, align), top: topOf(anchor, floating, view, side, gap) };
}

function leftOf(anchor: Box, floating: Size, view: Size, align: 'start' | 'center' | 'end'): number {
  const spare = anchor.width - floating.width;
  const wanted = anchor.left + (align === 'start' ? 0 : align === 'end' ? spare : spare / 2);
  return within(wanted, view.width - floating.width);
}

function topOf(anchor: Box, floating: Size, view: Size, side: 'below' | 'above', gap: number): number {
  const below = anchor.top + anchor.height + gap;
  const above = anchor.top - floating.height - gap;
  const fitsBelow = below + floating.height <= view.height - MARGIN;
  const goesBelow = side === 'below' ? fitsBelow || above < MARGIN : fitsBelow && above < MARGIN;
  return within(goesBelow ? below : above, view.height - floating.height);
}

const within = (wanted: number, room: number): number => Math.round(Math.max(MARGIN, Math.min(wanted, room - MARGIN)));

/** Holds an element beside its anchor while either, or the window, moves. Answers how to let go. */
export function keepBeside(floating: HTMLElement, anchor: () => Element | null, placement: Placement = {}): () => void {
  const put = () => moveBeside(floating, anchor(), placement);
  put();
  const sizes = new ResizeObserver(put);
  sizes.observe(floating);
  addEventListener('scroll', put, { capture: true, passive: true });
  addEventListener('resize', put);
  return () => {
    sizes.disconnect();
    removeEventListener('scroll', put, { capture: true });
    removeEventListener('resize', put);
  };
}

function moveBeside(floating: HTMLElement, anchor: Element | null, placement: Placement): void {
  if (!anchor) return;
  const size = { width: floating.offsetWidth, height: floating.offsetHeight };
  const at = place(anchor.getBoundingClientRect(), size, { width: innerWidth, height: innerHeight }, placement);
  floating.style.left = `${at.left}px`;
  floating.style.top = `${at.top}px`;
}
