import { definePlugin } from '../../engine/index.ts';
import { claimFiles } from './claim-files.ts';
import { attachments } from './contract.ts';
import { environment } from './environment.ts';
import { filesOn } from './files-on.ts';
import { filesRoute } from './files-route.ts';
import { forgetWords } from './forget-words.ts';
import { convert } from './media/convert.ts';
import { CreateFiles } from './migrations/20261124-files.ts';
import { WidenScans } from './migrations/20261125-scans.ts';
import { AddKinds } from './migrations/20261130-kinds.ts';
import { prepare } from './prepare.ts';
import { privacy } from './privacy.ts';
import { rescan } from './scan/rescan.ts';
import { scan } from './scan/scan.ts';
import { Links, signLinks } from './sign-links.ts';
import { spaceOf } from './space.ts';
import { start, stop } from './state.ts';
import { tidy } from './tidy.ts';

export default definePlugin(attachments, {
  tables: ['attachments_file', 'attachments_doomed'],
  migrations: [CreateFiles, WidenScans, AddKinds],
  within: { 'message.send': claimFiles, 'message.delete': forgetWords },
  show: filesOn,
  router: ({ router, inRoom, signedIn }) =>
    router({
      links: inRoom.input(Links).query(({ input, ctx }) => signLinks(input, ctx)),
      space: signedIn.query(({ ctx }) => spaceOf(ctx)),
    }),
  routes: { files: filesRoute },
  jobs: [prepare, convert, scan, rescan, tidy],
  privacy,
  environment,
  start,
  stop,
});
