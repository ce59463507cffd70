import { join } from 'node:path';
import { expect } from '@playwright/test';
import { readMailFolder, type WrittenMail } from '../../engine/mail/read-mail-folder.ts';
import type { Homeroom } from './homeroom.ts';

/** The newest letter to an address, with its links: it is written a moment after the page says so, and read once it is whole. */
export async function letterTo({ dataDir }: Homeroom, address: string): Promise<WrittenMail> {
  let letters: readonly WrittenMail[] = [];
  await expect(async () => {
    letters = await readMailFolder(join(dataDir, 'mail'), address);
    expect(letters.at(-1)?.links ?? []).not.toEqual([]);
  }).toPass();
  return letters.at(-1) as WrittenMail;
}
