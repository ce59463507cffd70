let pattern: RegExp | null | undefined;

/**
 * Whether a text is exactly one emoji "recommended for general interchange" (Unicode Technical Standard 51, RGI).
 * The pattern is made when it is first asked for: a browser that does not know the property can still load this file.
 */
export function isEmoji(text: string): boolean {
  if (pattern === undefined) pattern = rgiEmoji();
  return pattern === null ? text.length > 0 : pattern.test(text);
}

function rgiEmoji(): RegExp | null {
  try {
    return new RegExp('^\\p{RGI_Emoji}$', 'v');
  } catch {
    return null;
  }
}
