import { startHomeroom } from './homeroom.ts';

/** Starts the Homeroom that the tests share, at the port which playwright.config.ts chose. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const homeroom = await startHomeroom({ port: Number(process.env.E2E_PORT) });
  return () => homeroom.stop();
}
