import type { Person } from '../../engine/index.ts';
import type { Context } from './refresh.ts';

/** What one person chose and when they were last here; all of it gone; old times gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await ctx.em.execute<Record<string, unknown>[]>(
      'select busy, hidden, state, seen_at from presence where person_id = ?',
      [id],
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await ctx.em.execute('delete from presence_idle where person_id = ?', [id]);
    await ctx.em.execute('delete from presence where person_id = ?', [id]);
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const forgotten = await ctx.em.execute('update presence set seen_at = null where seen_at < ? returning 1', [
      before,
    ]);
    const idle = await ctx.em.execute('delete from presence_idle where since < ? returning 1', [before]);
    return forgotten.length + idle.length;
  },
};
