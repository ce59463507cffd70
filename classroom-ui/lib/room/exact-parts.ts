import { codeSpanEnd, runOfBackticks } from '../../../engine/messages/code-in-text.ts';
import { formulaAt } from './formula-at.ts';

/** From where to where, without the end. */
export type Range = readonly [from: number, to: number];

/** The pieces of code and the formulas of a line: what they hold has no other meaning. */
export function exactParts(line: string): Range[] {
  const parts: Range[] = [];
  for (let at = 0; at < line.length; ) {
    const end = codeSpanEnd(line, at) ?? formulaAt(line, at)?.end;
    if (end !== undefined) parts.push([at, end]);
    at = end ?? at + (line[at] === '\\' ? 2 : Math.max(1, runOfBackticks(line, at)));
  }
  return parts;
}
