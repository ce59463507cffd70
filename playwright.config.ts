import { defineConfig } from '@playwright/test';
import { freePort } from './classroom-ui/e2e/homeroom.ts';
import { chromium } from './config/chromium.ts';

// Chosen once: this file is read again in each worker, which inherits the variable.
process.env.E2E_PORT ??= String(await freePort());

/** Those that start a Homeroom of their own. */
const OWN =
  /(accounts|attachments|class-codes|classes|device-storage|first-lesson|join-requests|killed|plugin-off|presence|private-threads|reading|rooms|school-people)\.test\.ts$/;
/** Those that do too, and wait for a clock most of the time: they are in nobody's way. */
const WAITING = /(jobs|notifications-mail)\.test\.ts$/;

export default defineConfig({
  testDir: 'classroom-ui/e2e',
  globalSetup: './classroom-ui/e2e/global-setup.ts',
  outputDir: '.cache/playwright',
  // One file at a time of those that share a Homeroom; beside it two that have their own, and one that waits.
  workers: 4,
  fullyParallel: false,
  projects: [
    { name: 'shared', testMatch: '*.test.ts', testIgnore: [OWN, WAITING], workers: 1 },
    { name: 'waiting', testMatch: WAITING, workers: 1 },
    { name: 'own', testMatch: OWN, workers: 2 },
  ],
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0,
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${process.env.E2E_PORT}`,
    launchOptions: chromium,
    screenshot: 'only-on-failure',
    trace: 'on-first-retry',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  },
});
