import { expect, test } from 'vitest';
import { codeOfHash, inHalves } from './code-link.ts';

test('a code is read in two halves, and a short one whole', () => {
  expect(inHalves('MXNZ6YAB')).toBe('MXNZ-6YAB');
  expect(inHalves('MXN')).toBe('MXN');
});

test('the code of a link is what follows its hash, however an app wrote it', () => {
  expect(codeOfHash('#MXNZ6YAB')).toBe('MXNZ6YAB');
  expect(codeOfHash('#MXNZ%2D6YAB')).toBe('MXNZ-6YAB');
  expect(codeOfHash('#%E0%A4%A')).toBe('%E0%A4%A');
  expect(codeOfHash('')).toBe('');
  expect(codeOfHash(`#${'A'.repeat(99)}`)).toHaveLength(32);
});
