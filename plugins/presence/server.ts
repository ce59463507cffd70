import { definePlugin, sql } from '../../engine/index.ts';
import { BeBusy, beBusy, Hide, hide } from './choose.ts';
import { presence } from './contract.ts';
import { CreatePresence } from './migrations/20261123-presence.ts';
import { privacy } from './privacy.ts';
import { InRoom, myChoice, openTo, presenceOf } from './read-presence.ts';
import { refresh } from './refresh.ts';
import { Report, report } from './report.ts';
import { tidy } from './tidy.ts';

export default definePlugin(presence, {
  tables: ['presence', 'presence_idle'],
  migrations: [CreatePresence],
  connections: { deadline: 5_000, run: refresh },
  tellsLastSeen: ({ hiding }) => (hiding ? openTo(sql`h.id`, sql`reader.id`) : sql`true`),
  router: ({ router, inRoom, signedIn }) =>
    router({
      of: inRoom.input(InRoom).query(({ ctx }) => presenceOf(ctx)),
      mine: signedIn.query(({ ctx }) => myChoice(ctx)),
      beBusy: signedIn.input(BeBusy).mutation(({ input, ctx }) => beBusy(input, ctx)),
      hide: signedIn.input(Hide).mutation(({ input, ctx }) => hide(input, ctx)),
      report: signedIn.input(Report).mutation(({ input, ctx }) => report(input, ctx)),
    }),
  jobs: [tidy],
  privacy,
});
