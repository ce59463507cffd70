import { z } from 'zod';
import { type Job, run, sql, uuid } from '../../engine/index.ts';
import type { presence } from './contract.ts';
import { refresh } from './refresh.ts';
import { STATE, socketsOf } from './state.ts';

/**
 * Puts right what a crash left: sockets that are idle no more because they are gone, and people of whose going nobody
 * was told. A socket may be idle before it is in the table, so the youngest are left alone.
 */
export const tidy: Job<typeof presence> = {
  name: 'tidy',
  payload: z.strictObject({}),
  every: '*/10 * * * *',
  async run(_, ctx) {
    await run(
      ctx.em,
      sql`delete from presence_idle i where since < now() - interval '1 minute'
         and not exists (select from connection c where c.id = i.connection_id)`,
    );
    const stale = await run(
      ctx.em,
      sql({
        person_id: uuid,
      })`select h.person_id from presence h ${socketsOf(sql`h.person_id`)} where h.state <> ${STATE}`,
    );
    if (stale.length > 0)
      await refresh(
        stale.map(({ person_id }) => person_id),
        ctx,
      );
  },
};
