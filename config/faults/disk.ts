import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

const SIZE_MIB = 768;

/** A small disk in memory that can be filled; where nothing may be mounted it is a folder, which cannot. */
export class Disk {
  readonly folder: string;
  isSmall = false;

  constructor(folder: string) {
    this.folder = folder;
  }

  mount(): void {
    mkdirSync(this.folder, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MIB}m,mode=755`, 'tmpfs', this.folder], {
        stdio: 'ignore',
      });
      this.isSmall = true;
    } catch {
      this.isSmall = false;
    }
  }

  /** Leaves not a byte. */
  async fill(): Promise<void> {
    if (!this.isSmall) return;
    const file = await open(this.#ballast, 'a');
    for (let bytes = 2 ** 22; bytes >= 512; ) {
      try {
        await file.write(Buffer.alloc(bytes));
      } catch {
        bytes /= 2;
      }
    }
    await file.close();
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  unmount(): void {
    if (!this.isSmall) return;
    this.isSmall = false;
    execFileSync('umount', ['-l', this.folder], { stdio: 'ignore' });
  }

  get #ballast(): string {
    return join(this.folder, 'ballast');
  }
}
