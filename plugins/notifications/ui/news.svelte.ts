/** What this page knows of its person's notices: one count for every bell on it. */
class News {
  unread = $state(0);
  /** Rises whenever something came, was read or went: a list that is open reads itself anew. */
  changes = $state(0);

  hear(unread: number): void {
    this.unread = unread;
    this.changes++;
  }

  /** Asks how many there are. What was heard while the answer was on its way is newer than it. */
  async ask(count: () => Promise<{ readonly unread: number }>): Promise<void> {
    const before = this.changes;
    try {
      const { unread } = await count();
      if (this.changes === before) this.hear(unread);
    } catch {
      // The count stays as it is; the next connection asks again.
    }
  }

  forget(): void {
    this.hear(0);
  }
}

export const news = new News();
