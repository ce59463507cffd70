import MarkdownIt from 'markdown-it';
import { keepAsTyped } from './markdown-as-typed.ts';
import { addMath } from './markdown-math.ts';
import { keepAllCells } from './markdown-tables.ts';

/**
 * The reader of messages. It escapes every tag an author writes, and has no images. Only addresses that name their protocol
 * become links: `main.py` is a file, not a site.
 */
export const messageMarkdown = new MarkdownIt({
  html: false,
  linkify: true,
  breaks: true,
  typographer: false,
}).disable(['image']);
messageMarkdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
messageMarkdown.validateLink = (address) => /^(?:https?:|mailto:)/i.test(address.trim());
keepAsTyped(messageMarkdown);
keepAllCells(messageMarkdown);
addMath(messageMarkdown);

// A message adds no headings to the page: people who go from heading to heading would land in the middle of messages.
messageMarkdown.renderer.rules.heading_open = (tokens, at) => `<p class="heading-${tokens[at]?.tag[1]}"><strong>`;
messageMarkdown.renderer.rules.heading_close = () => '</strong></p>\n';

const openLink =
  messageMarkdown.renderer.rules.link_open ??
  ((tokens, at, options, _env, self) => self.renderToken(tokens, at, options));
messageMarkdown.renderer.rules.link_open = (tokens, at, options, env, self) => {
  tokens[at]?.attrSet('target', '_blank');
  tokens[at]?.attrSet('rel', 'noopener noreferrer nofollow ugc');
  return openLink(tokens, at, options, env, self);
};
