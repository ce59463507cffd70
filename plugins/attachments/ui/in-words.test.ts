import { expect, test } from 'vitest';
import type { FileView, Kind } from '../contract.ts';
import { inWords } from './in-words.ts';

const file = (kind: Kind, name: string, about: Partial<FileView> = {}) =>
  ({ kind, name, alt: '', caption: '', ...about }) as FileView;

test('a picture is told by what it shows, else by its caption, else by its name', () => {
  const leaf = { alt: 'the leaf of an oak', caption: 'Found today' };
  expect(inWords([file('image', 'IMG_1.jpg', leaf)])).toBe('sent a picture: the leaf of an oak');
  expect(inWords([file('image', 'IMG_1.jpg', { caption: 'Found today' })])).toBe('sent a picture: Found today');
  expect(inWords([file('image', 'IMG_1.jpg')])).toBe('sent a picture: IMG_1.jpg');
});

test('the name of a recording says nothing, and of many files the first are told', () => {
  expect(inWords([file('voice', '2026-11-30.webm')])).toBe('sent a voice message');
  const four = ['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf'].map((name) => file('pdf', name));
  expect(inWords(four)).toBe('sent a PDF: a.pdf, a PDF: b.pdf, a PDF: c.pdf, and 1 more');
});

test('of the signs that stand on one letter of a caption, ten are told', () => {
  const caption = `a${'\u0301'.repeat(300)}`;
  expect(inWords([file('image', 'IMG_1.jpg', { caption })])).toBe(`sent a picture: a${'\u0301'.repeat(10)}`);
});
