/// <reference types="@vitest/browser-playwright" />
import { cdp } from 'vitest/browser';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a part of the tested page is; the page stands in a frame, which may be drawn smaller. */
export function middleOf(element: Element): Point {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

let isDown = false;
/** Puts fingers there, or moves those that are down. Real ones, as the browser itself takes them. */
export function touch(type: 'touchStart' | 'touchMove', ...points: readonly Point[]): Promise<unknown> {
  isDown = true;
  return send(type, points);
}

/** Lifts all fingers that are down. */
export async function lift(): Promise<void> {
  if (isDown) await send('touchEnd', []);
  isDown = false;
}

const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]): Promise<unknown> =>
  cdp().send('Input.dispatchTouchEvent', { type, touchPoints: points.map((point, id) => ({ ...inPage(point), id })) });

/** A pen that touches the page and is lifted again. */
export const pen = (type: 'mousePressed' | 'mouseReleased', point: Point): Promise<unknown> =>
  cdp().send('Input.dispatchMouseEvent', { type, ...inPage(point), button: 'left', clickCount: 1, pointerType: 'pen' });

function inPage({ x, y }: Point): Point {
  const frame = window.frameElement?.getBoundingClientRect();
  if (!frame) return { x, y };
  const scale = frame.width / innerWidth;
  return { x: frame.left + x * scale, y: frame.top + y * scale };
}
