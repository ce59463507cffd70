import { localName, xmlTags } from './xml-tags.ts';

/** Of these a document may have one elsewhere: a press leads there, or a program asks first. */
const MAY_LEAD_OUT = new Set(['hyperlink', 'image', 'video', 'audio', 'media', 'externallinkpath']);
const ADDRESSES = /^(?:https?|mailto|ftp|tel|sms|file|sip|callto|skype|msteams|onenote|geo):/i;
/** Something of the machine on which it was written, which no other one has. */
const OWN_MACHINE = /^(?:file:\/\/\/)?[a-z]:[/\\]/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Whether what a document's part refers to is inside of it, or is led to by a press. Templates, objects and frames of other
 * machines are fetched and run when it is opened. ECMA-376 part 2, 9.3. What cannot be read for certain is not let through.
 */
export function areHarmlessRelations(bytes: Buffer): boolean {
  const tags = xmlTags(bytes);
  return (
    tags?.every(({ name, attributes }) => {
      const said = new Map(attributes.map((one) => [localName(one.name), one.value.trim()]));
      return name !== 'relationship' || isHarmless(said);
    }) ?? false
  );
}

function isHarmless(said: ReadonlyMap<string, string>): boolean {
  if (said.get('targetmode')?.toLowerCase() !== 'external') return true;
  const target = withoutEscapes(said.get('target') ?? '');
  const type = (said.get('type') ?? '').split('/').at(-1)?.toLowerCase() ?? '';
  if (OWN_MACHINE.test(target)) return true;
  if (!MAY_LEAD_OUT.has(type)) return !SCHEME.test(target) && !/^[/\\]{2}/.test(target);
  return !SCHEME.test(target) || ADDRESSES.test(target);
}

/** Blanks and control characters in a scheme are passed over by some programs. */
const withoutEscapes = (target: string): string => target.replace(/[\p{Cc}\s]/gu, '');
