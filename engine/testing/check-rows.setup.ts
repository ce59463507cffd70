import { afterAll, expect } from 'vitest';
import { setRowCheck } from '../database/row.ts';
import { CheckRows, NEVER_NULL } from './check-rows.ts';

// Around each file of tests.
const check = new CheckRows((process.env[NEVER_NULL] ?? '').split(' ').filter(Boolean));
setRowCheck(check);
afterAll(() => expect(check.takeFailed(), 'answers that are not as their statements declare').toEqual([]));
