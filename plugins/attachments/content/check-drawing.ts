import { localName, type XmlAttribute, type XmlTag, xmlTags } from './xml-tags.ts';

/** What runs, or shows what is not a drawing. */
const ACTIVE = new Set(
  'script foreignobject iframe frame embed object applet audio video handler listener link meta base form input html body'.split(
    ' ',
  ),
);
/** What a drawing would fetch, or lead to. */
const LEADS = new Set(
  'href src srcset data action formaction poster background codebase archive ping manifest base'.split(' '),
);
const WITHIN = /^\s*(?:#|$|data:image\/(?:png|jpe?g|gif|webp|bmp)[;,])/i;
const LINK = /^\s*(?:https?:|mailto:|#|$)/i;
const PAGES = /^\s*http:\/\/www\.w3\.org\/(?:1999\/xhtml|TR\/html)/i;
const STYLES = /@import|javascript:|vbscript:|expression\s*\(|-moz-binding|behaviou?r\s*:|\\/i;

/**
 * Whether an SVG draws and does nothing else: no scripts, nothing that happens on an event, nothing fetched from elsewhere,
 * no page inside. What cannot be read for certain is not let through.
 */
export function isHarmlessDrawing(bytes: Buffer): boolean {
  const tags = xmlTags(bytes);
  return tags !== null && tags[0]?.name === 'svg' && tags.every(isHarmless);
}

function isHarmless({ name, attributes, text }: XmlTag): boolean {
  if (ACTIVE.has(name)) return false;
  if (name === 'style' && !isHarmlessStyle(text)) return false;
  return attributes.every((one) => isHarmlessAttribute(name, one));
}

function isHarmlessAttribute(tag: string, { name, value }: XmlAttribute): boolean {
  const local = localName(name);
  if (local.startsWith('on')) return false;
  if (name.startsWith('xmlns')) return !PAGES.test(value);
  if (LEADS.has(local) && name !== 'xml:base') return (tag === 'a' ? LINK : WITHIN).test(value);
  if (name === 'xml:base') return false;
  // An animation can change where something leads to, and what happens.
  if (local === 'attributename') return !LEADS.has(localName(value.trim())) && !/^on/i.test(value.trim());
  // What programs note for themselves, under a prefix of their own, draws nothing.
  return name.includes(':') || isHarmlessStyle(value);
}

/** Only what stands in the drawing itself is referred to. */
function isHarmlessStyle(text: string): boolean {
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, '');
  if (/url\s*\(/i.test(plain) || STYLES.test(plain)) {
    if (STYLES.test(plain)) return false;
    return [...plain.matchAll(/url\s*\(\s*["']?([^)]*)/gi)].every(([, where = '']) => WITHIN.test(where));
  }
  return true;
}

/** Where a page of a book leads: within the book, or to the web by a press. */
const ANYWHERE = /^\s*(?:https?:|mailto:|tel:|data:image\/(?:png|jpe?g|gif|webp)[;,]|(?![a-z][a-z0-9+.-]*:|\/\/))/i;
const RUNS = new Set('script iframe frame embed object applet handler listener base'.split(' '));

/** Whether a page of a book says and shows, and runs nothing. What cannot be read for certain is not let through. */
export function isHarmlessPage(bytes: Buffer): boolean {
  const tags = xmlTags(bytes, { anyEntity: true });
  return tags?.every(({ name, attributes }) => !RUNS.has(name) && attributes.every(isHarmlessOnPage)) ?? false;
}

function isHarmlessOnPage({ name, value }: XmlAttribute): boolean {
  const local = localName(name);
  if (local.startsWith('on')) return false;
  const plain = value.replace(/[\p{Cc}]/gu, '');
  return !LEADS.has(local) || name.startsWith('xmlns') || ANYWHERE.test(plain);
}
