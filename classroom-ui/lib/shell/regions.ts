// The parts of a page, marked `data-region`. F6 goes round them as they stand in it; a link at its top skips to one.

export type Region = 'rooms' | 'main' | 'messages' | 'composer' | 'side';

/** What takes the focus in each, the best first; the last is for what cannot be written in. */
const TARGETS: Readonly<Record<Region, readonly string[]>> = {
  rooms: ['a[aria-current="page"]', 'a[href]', 'button'],
  main: [],
  messages: ['[data-row][tabindex="0"]', '[role="log"] [tabindex]'],
  composer: ['textarea'],
  side: [],
};

interface Part {
  readonly region: Element;
  readonly target: HTMLElement;
}

/** Puts the focus into a part of the page, or where that is not there, into its main part. */
export function skipTo(name: Region): void {
  const parts = partsOf(document);
  const wanted = parts.find(({ region }) => nameOf(region) === name);
  (wanted?.target ?? document.querySelector<HTMLElement>('[data-region="main"]'))?.focus();
}

/** Puts the focus into the next part of the page, or the one before; after the last comes the first. */
export function goRound(back: boolean): void {
  const parts = partsOf(document);
  const at = parts.findIndex(({ region }) => region.contains(document.activeElement));
  const next = at === -1 ? (back ? -1 : 0) : at + (back ? -1 : 1);
  parts.at(next % parts.length)?.target.focus();
}

/** Parts that can be seen and take the focus. One within another belongs to it; the main part stands for what has no parts. */
function partsOf(page: ParentNode): Part[] {
  const all = [...page.querySelectorAll('[data-region]')].filter((region) => region.checkVisibility());
  return all.flatMap((region) => {
    const around = region.parentElement?.closest('[data-region]');
    if (around && nameOf(around) !== 'main') return [];
    if (nameOf(region) === 'main' && all.some((other) => other !== region && region.contains(other))) return [];
    const target = targetIn(region);
    return target ? [{ region, target }] : [];
  });
}

function targetIn(region: Element): HTMLElement | null {
  for (const selector of TARGETS[nameOf(region)]) {
    const found = region.querySelector<HTMLElement>(selector);
    if (found) return found;
  }
  return region.matches('[tabindex]') ? (region as HTMLElement) : null;
}

const nameOf = (region: Element): Region => (region as HTMLElement).dataset.region as Region;
