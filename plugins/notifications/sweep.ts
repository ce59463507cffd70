import { z } from 'zod';
import { bool, type Job, run, sql, uuid } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import { tellCounts } from './count.ts';

/** Every night: what is older than the school keeps goes, read or not. */
export const sweep: Job<typeof notifications> = {
  name: 'sweep',
  payload: z.strictObject({}),
  every: '40 2 * * *',
  async run(_payload, ctx) {
    const gone = await run(
      ctx.em,
      sql({
        person_id: uuid,
        unread: bool,
      })`delete from notifications where at < now() - make_interval(days => ${ctx.settings.keepDays}::int)
       returning person_id, read_at is null unread`,
    );
    tellCounts(
      gone.filter(({ unread }) => unread).map(({ person_id }) => person_id),
      ctx,
    );
  },
};
