import { definePlugin } from '../../engine/index.ts';
import { newPlugin } from './contract.ts';
import { markMessage } from './mark-message.ts';
import { Markable } from './markable.ts';
import { marksOn } from './marks-on.ts';
import { CreateNewPlugin } from './migrations/20260101-new-plugin.ts';
import { privacy } from './privacy.ts';
import { unmarkMessage } from './unmark-message.ts';

export default definePlugin(newPlugin, {
  tables: ['new_plugin_mark'],
  migrations: [CreateNewPlugin],
  show: marksOn,
  router: ({ router, inRoom }) =>
    router({
      mark: inRoom.input(Markable).mutation(({ input, ctx }) => markMessage(input, ctx)),
      unmark: inRoom.input(Markable).mutation(({ input, ctx }) => unmarkMessage(input, ctx)),
    }),
  privacy,
});
