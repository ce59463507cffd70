import { ADDRESS, unquoted } from './cells.ts';
import type { Line } from './lines.ts';
import type { Row } from './table.ts';

/** One of those that mail programs copy behind each other: Ana Lopez <ana@school.example>; ben@school.example */
const COPIED = /(?:([^<>@]*)<([^<>\s@]+@[^<>\s@]+)>|([^<>\s@,;:]+@[^<>\s@,;:]+))[\s,;]*/y;
const LOCAL_PART = /[^\s<>"():]{1,64}$/;
const DOMAIN = /^[^\s<>"():]{1,253}/;
const EDGES = /^[\s\p{Pd}:()<>]+|(?<![\s\p{Pd}:(<>])[\s\p{Pd}:(<>]+$/gu;

/** Addresses with their names as people write and paste them, without columns; null where the list has some. */
export function looseRows(lines: readonly Line[], sample: readonly Line[]): Row[] | null {
  const named = sample.filter((line) => line.text.includes('<') && copiedRows(line)).length;
  if (named > 0 && named * 2 >= sample.length) return lines.flatMap((line) => copiedRows(line) ?? cutRows(line));
  return everyLine(lines, besideRows) ?? everyLine(lines, addressRows);
}

/** Everybody in a line of names with addresses, and addresses alone; null where it holds anything else. */
function copiedRows({ line, text }: Line): Row[] | null {
  const rows: Row[] = [];
  const listed = text.trimStart();
  COPIED.lastIndex = 0;
  for (let at = 0; at < listed.length; at = COPIED.lastIndex) {
    const [, name = '', address, alone = ''] = COPIED.exec(listed) ?? [];
    if (!address && !alone) return null;
    rows.push({ line, cells: [address ?? alone, unquoted(name.trim())] });
  }
  return rows;
}

/** What is no such line is cut where addresses end, and its faults are told. */
const cutRows = ({ line, text }: Line): Row[] =>
  text
    .split('>')
    .filter((part) => /[^\s,;]/.test(part))
    .map((part) => {
      const [name = '', address = name] = part.split('<');
      return { line, cells: [address.trim(), address === name ? '' : unquoted(name.replace(/^[\s,;]+/, '').trim())] };
    });

function everyLine(lines: readonly Line[], rowsIn: (line: Line) => Row[] | null): Row[] | null {
  const rows: Row[] = [];
  for (const line of lines) {
    const found = rowsIn(line);
    if (!found) return null;
    rows.push(...found);
  }
  return rows;
}

/** An address and a name with a blank, a dash, a colon or brackets between them. */
function besideRows({ line, text }: Line): Row[] | null {
  const [before = '', after = '', ...more] = text.split('@');
  if (more.length > 0 || /[,;\t|]/.test(text)) return null;
  const [local] = LOCAL_PART.exec(before) ?? [];
  const [domain] = DOMAIN.exec(after) ?? [];
  if (!local || !domain) return null;
  const beside = [before.slice(0, -local.length), after.slice(domain.length)];
  const name = beside.map((part) => unquoted(part.replace(EDGES, ''))).filter(Boolean);
  return [{ line, cells: [`${local}@${domain}`, ...(name.length > 0 ? [name.join(' ')] : [])] }];
}

/** Addresses one after the other. */
function addressRows({ line, text }: Line): Row[] | null {
  const cells = text.split(/[,;\t|\s]+/).filter(Boolean);
  return cells.every((cell) => ADDRESS.test(cell)) ? cells.map((cell) => ({ line, cells: [cell] })) : null;
}
