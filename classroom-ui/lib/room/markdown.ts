import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { frameCode } from './code-frame.ts';
import { addMath } from './markdown-math.ts';

/**
 * Two walls. `html: false` escapes every tag an author writes and the image rule is off; then DOMPurify lets through only
 * what is on the list below. Only addresses that name their protocol become links: `main.py` is a file, not a site.
 */
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false }).disable(['image']);
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
markdown.validateLink = (address) => /^(?:https?:|mailto:)/i.test(address.trim());
addMath(markdown);

const openLink =
  markdown.renderer.rules.link_open ?? ((tokens, at, options, _env, self) => self.renderToken(tokens, at, options));
markdown.renderer.rules.link_open = (tokens, at, options, env, self) => {
  tokens[at]?.attrSet('target', '_blank');
  tokens[at]?.attrSet('rel', 'noopener noreferrer nofollow ugc');
  return openLink(tokens, at, options, env, self);
};

const TAGS =
  'p br strong em s code pre a ul ol li blockquote h1 h2 h3 h4 h5 h6 hr table thead tbody tr th td span'.split(' ');
const ATTRIBUTES = ['href', 'target', 'rel', 'class', 'start', 'data-math'];

/** DOMPurify holds every attribute's value against this: these protocols, or no protocol at all. */
const ADDRESSES = /^(?:(?:https?|mailto):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i;

/** The safe elements of one message: never a string of HTML that somebody parses again. */
export function renderMarkdown(text: string): DocumentFragment {
  const made = DOMPurify.sanitize(markdown.render(text), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: ADDRESSES,
    RETURN_DOM_FRAGMENT: true,
  });
  frameCode(made);
  return made;
}
