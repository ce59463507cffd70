import { afterEach, expect, test } from 'vitest';
import '../../app.css';

const box = document.createElement('div');
afterEach(() => box.remove());

/** Where the letters of a text lie in a line that is too narrow or wide enough, on a page of a direction. */
function draw(dir: string, text: string, width: string) {
  box.dir = dir;
  box.style.width = width;
  box.innerHTML = '<span class="block truncate"></span>';
  document.body.append(box);
  const line = box.firstElementChild as HTMLElement;
  line.textContent = text;
  const rect = (from: number, to: number) => {
    const range = document.createRange();
    range.setStart(line.firstChild as Text, from);
    range.setEnd(line.firstChild as Text, to);
    return range.getBoundingClientRect();
  };
  return { line: line.getBoundingClientRect(), first: rect(0, 1), all: rect(0, text.length) };
}

test.each([
  ['ltr', 'غرفة الصف السابع لمادة الأحياء في العام الدراسي الجديد'],
  ['rtl', 'The class room of Biology 7B in the new year of school'],
  ['ltr', 'The class room of Biology 7B in the new year of school'],
  ['rtl', 'غرفة الصف السابع لمادة الأحياء في العام الدراسي الجديد'],
])('a title that is too long for its line is cut at its end, on a page that is %s: %s', (dir, title) => {
  const { line, first } = draw(dir, title, '8rem');
  expect(first.left).toBeGreaterThanOrEqual(line.left - 1);
  expect(first.right).toBeLessThanOrEqual(line.right + 1);
});

test.each(['غرفة', 'Class room', '7'])('a title that fits stands where the page begins: %s', (title) => {
  const ltr = draw('ltr', title, '20rem');
  expect(Math.round(ltr.all.left - ltr.line.left)).toBe(0);
  const rtl = draw('rtl', title, '20rem');
  expect(Math.round(rtl.line.right - rtl.all.right)).toBe(0);
});
