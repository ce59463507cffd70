import { startHomeroom } from './homeroom.ts';

/**
 * A first start from nothing, with the demo schools: every other Homeroom of the tests begins with a copy of what it made.
 * Then the one that the tests share, at the port which playwright.config.ts chose.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const first = await startHomeroom();
  await first.halt();
  process.env.E2E_DATA = first.dataDir;
  const shared = await startHomeroom({ port: Number(process.env.E2E_PORT) });
  return async () => {
    await shared.stop();
    await first.stop();
  };
}
