import type { Mail } from './mail.ts';

/** What a mail says, without to whom. */
export type Words = Pick<Mail, 'subject' | 'text' | 'html'>;
export type Paragraph = string | { readonly link: string; readonly says: string };

/** A mail of paragraphs and links, in words and in HTML. Whatever is handed in is text, never markup. */
export const letter = (subject: string, paragraphs: readonly Paragraph[]): Words => ({
  subject,
  text: `${paragraphs.map((part) => (typeof part === 'string' ? part : part.link)).join('\n\n')}\n`,
  html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${inHtml(subject)}</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 34em; margin: 2em auto; padding: 0 1em">
${paragraphs.map(paragraphHtml).join('\n')}
</body></html>\n`,
});

const paragraphHtml = (part: Paragraph): string =>
  typeof part === 'string'
    ? `<p>${inHtml(part).replaceAll('\n', '<br>')}</p>`
    : `<p><a href="${inHtml(part.link)}"><strong>${inHtml(part.says)}</strong></a></p>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** A text as it stands in HTML, between tags or in quotes. */
export const inHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
