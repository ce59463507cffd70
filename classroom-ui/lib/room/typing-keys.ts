/** Puts marks around what is selected in a text field, or takes them away when they are there; the browser's undo knows it. */
export function wrapSelection(field: HTMLTextAreaElement, mark: string): void {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const chosen = value.slice(from, to);
  const has = value.slice(from - mark.length, from) === mark && value.slice(to, to + mark.length) === mark;
  if (has) {
    field.setSelectionRange(from - mark.length, to + mark.length);
    insertText(field, chosen);
    field.setSelectionRange(from - mark.length, to - mark.length);
    return;
  }
  insertText(field, `${mark}${chosen}${mark}`);
  field.setSelectionRange(from + mark.length, to + mark.length);
}

/** Writes at the caret as if it was typed. */
export function insertText(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  // The only way that keeps the browser's undo; where it is gone, the text still comes.
  if (document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Writes over a part of the text as if it was typed. */
export function replaceText(field: HTMLTextAreaElement, from: number, to: number, text: string): void {
  field.focus();
  field.setSelectionRange(from, to);
  insertText(field, text);
}
