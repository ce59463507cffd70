import { definePlugin } from '../../engine/index.ts';
import { typing } from './contract.ts';
import { Typing, tellTyping } from './tell-typing.ts';

export default definePlugin(typing, {
  router: ({ router, inRoom }) =>
    router({ tell: inRoom.input(Typing).mutation(({ input, ctx }) => tellTyping(input, ctx)) }),
});
