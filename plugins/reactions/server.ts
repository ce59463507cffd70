import { definePlugin } from '../../engine/index.ts';
import { addReaction } from './add-reaction.ts';
import { reactions } from './contract.ts';
import { forgetReactions } from './forget-reactions.ts';
import { CreateReactions } from './migrations/20261121-reactions.ts';
import { notices } from './notices.ts';
import { privacy } from './privacy.ts';
import { React } from './react.ts';
import { reactionsOn } from './reactions-on.ts';
import { removeReaction } from './remove-reaction.ts';

export default definePlugin(reactions, {
  tables: ['reactions'],
  migrations: [CreateReactions],
  after: { 'message.deleted': forgetReactions },
  show: reactionsOn,
  notices,
  router: ({ router, inRoom }) =>
    router({
      add: inRoom.input(React).mutation(({ input, ctx }) => addReaction(input, ctx)),
      remove: inRoom.input(React).mutation(({ input, ctx }) => removeReaction(input, ctx)),
    }),
  privacy,
});
