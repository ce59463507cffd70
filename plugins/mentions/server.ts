import { definePlugin } from '../../engine/index.ts';
import { mentions } from './contract.ts';
import { forgetMentions } from './forget-mentions.ts';
import { keepEdited } from './keep-edited.ts';
import { keepSent } from './keep-sent.ts';
import { CreateMentions } from './migrations/20261123-mentions.ts';
import { notices } from './notices.ts';
import { privacy } from './privacy.ts';
import { namedOn } from './read-named.ts';

export default definePlugin(mentions, {
  tables: ['mentions', 'mentions_calls'],
  migrations: [CreateMentions],
  within: { 'message.send': keepSent, 'message.edit': keepEdited, 'message.delete': forgetMentions },
  show: namedOn,
  notices,
  privacy,
});
