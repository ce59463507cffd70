import ts from 'typescript';

/** One import as it is written. `line` counts from 1. */
export interface WrittenImport {
  readonly specifier: string;
  readonly line: number;
  /** `import type`, `export type` or a type's `import('…')`: gone before anything runs. */
  readonly typeOnly: boolean;
}

/** Everything a TypeScript, JavaScript or Svelte source imports: statically, by `import()`, or by `import.meta.glob`. */
export function readImports(path: string, text: string): WrittenImport[] {
  const code = path.endsWith('.svelte') ? scriptsOf(text) : text;
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const found: WrittenImport[] = [];
  const visit = (node: ts.Node): void => {
    for (const { literal, typeOnly } of importsOf(node)) {
      const line = source.getLineAndCharacterOfPosition(literal.getStart()).line + 1;
      found.push({ specifier: literal.text, line, typeOnly });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const SCRIPT = /(<script\b(?:"[^"]*"|'[^']*'|[^>"'])*>)([\s\S]*?)<\/script>/g;

/** A Svelte file's scripts alone; all else is blanked out, so that the lines keep their numbers. */
export function scriptsOf(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  let code = '';
  let end = 0;
  for (const match of text.matchAll(SCRIPT)) {
    const start = match.index + (match[1]?.length ?? 0);
    const body = match[2] ?? '';
    code += `${blank(text.slice(end, start))}${body}`;
    end = start + body.length;
  }
  return code + blank(text.slice(end));
}

interface Found {
  readonly literal: ts.StringLiteralLike;
  readonly typeOnly: boolean;
}

function importsOf(node: ts.Node): Found[] {
  if (ts.isImportDeclaration(node)) return literal(node.moduleSpecifier, isTypeOnlyImport(node));
  if (ts.isExportDeclaration(node)) return literal(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literal(node.argument.literal, true);
  if (ts.isCallExpression(node)) return importedByCall(node);
  return [];
}

const isTypeOnlyImport = (node: ts.ImportDeclaration): boolean =>
  node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;

function importedByCall(node: ts.CallExpression): Found[] {
  const [argument] = node.arguments;
  if (!argument) return [];
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return literal(argument, false);
  if (node.expression.getText() !== 'import.meta.glob') return [];
  const patterns = ts.isArrayLiteralExpression(argument) ? argument.elements : [argument];
  return patterns.flatMap((pattern) => literal(pattern, false));
}

const literal = (node: ts.Node | undefined, typeOnly: boolean): Found[] =>
  node && ts.isStringLiteralLike(node) ? [{ literal: node, typeOnly }] : [];
