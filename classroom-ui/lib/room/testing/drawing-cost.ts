/// <reference types="@vitest/browser-playwright" />
import { flushSync, mount, unmount } from 'svelte';
import { cdp } from 'vitest/browser';
import { LOADERS } from '../code-languages.ts';
import MessageText from '../MessageText.svelte';
import { markedText } from '../marked-text.ts';
import { foldedPart, isLong, isPlain } from '../plain-text.ts';
import { richLater } from '../rich-text.ts';
import { sketchText } from '../sketch-text.ts';

/** How often a text is drawn before it counts as slow: others work on the same machine. */
const TURNS = 5;

const holder = document.createElement('div');
holder.style.width = '45rem';
const nextFrame = () => new Promise(requestAnimationFrame);

/** Fetches all that a text may need, so that each is drawn in one go. */
export async function prepareDrawing(): Promise<void> {
  document.body.append(holder);
  await cdp().send('Performance.enable', { timeDomain: 'threadTicks' });
  const languages = Object.keys(LOADERS).map((name) => `\`\`\`${name}\nx\n\`\`\``);
  for (const text of [...languages, '$x$'])
    await richLater(
      markedText(text, []),
      (made) => holder.replaceChildren(made),
      () => Promise.resolve(true),
    );
  await document.fonts.ready;
  holder.replaceChildren();
}

/**
 * What drawing a text costs the main thread, in milliseconds: of the row, and of the sketch that stands there before it.
 * When a clock says more than `most`, the time of the processor decides, painting included.
 */
export async function costOf(text: string, most: number): Promise<number> {
  const row = await leastTime((turn) => drawRow(`${'\n'.repeat(turn)}${text}`), most);
  const shown = isLong(text) ? foldedPart(text) : text;
  return isPlain(shown) ? row : Math.max(row, await leastTime(() => drawSketch(shown), most));
}

/** Empty lines before a text change nothing but the key under which what is finished is stored. */
async function leastTime(draw: (turn: number) => void, most: number): Promise<number> {
  await nextFrame();
  const from = performance.now();
  draw(0);
  let least = performance.now() - from;
  for (let turn = 1; turn < TURNS && least > most; turn++)
    least = Math.min(least, await processorTime(() => draw(turn)));
  return least;
}

function drawRow(text: string): void {
  const row = mount(MessageText, { target: holder, props: { text, id: text } });
  flushSync();
  layOut();
  if (holder.querySelector('[data-sketch]')) throw new Error('Only a sketch was drawn: its cost is not the row’s.');
  void unmount(row);
}

/** As MessageText does before it has its reader. */
function drawSketch(text: string): void {
  holder.innerHTML = '<div class="message-text" dir="auto"><div class="message-rich" data-sketch></div></div>';
  holder.querySelector('[data-sketch]')?.append(sketchText(markedText(text, []).source));
  layOut();
  holder.replaceChildren();
}

const layOut = (): number => holder.offsetHeight;

async function processorTime(act: () => void): Promise<number> {
  await nextFrame();
  const before = await taskTime();
  act();
  await nextFrame();
  return (await taskTime()) - before;
}

async function taskTime(): Promise<number> {
  const { metrics } = (await cdp().send('Performance.getMetrics')) as { metrics: { name: string; value: number }[] };
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}
