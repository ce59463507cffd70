import { endingOf } from './file-types.ts';

const LONGEST = 200;
/** Control characters, and marks that turn the direction of what follows: they let one name look like another. */
const DISGUISE = /[\p{Cc}\p{Cf}\u2028\u2029]/u;
const SEPARATORS = /[/\\]/;
/** Endings of what a machine or a browser would run. Before another ending they are a disguise. */
const RUNS =
  /\.(exe|com|scr|pif|bat|cmd|ps1|psm1|vbs?|vbe|jse?|mjs|wsf|hta|msi|msp|jar|apk|app|dmg|lnk|reg|sh|bash|py|pl|php\d?|phtml|phar|jspx?|aspx?|cgi|html?|xhtml|shtml|mht(ml)?|svgz?|xml|xsl|swf|htaccess|url|desktop)\./i;

/**
 * A file's name as it is kept: one line, in one form of Unicode, `_` for a letter that was lost on the way. Null when it cannot be: it has a path in it, characters
 * that hide what it says, or an ending that runs before the one it shows.
 */
export function nameOf(given: string): string | null {
  const name = given.normalize('NFC').replaceAll('\ufffd', '_').trim();
  if (name === '' || [...name].length > LONGEST || !given.isWellFormed()) return null;
  if (DISGUISE.test(name) || SEPARATORS.test(name) || RUNS.test(name)) return null;
  return endingOf(name) === '' || name.startsWith('.') ? null : name;
}
