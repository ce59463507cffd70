import { sizeText } from './size-text.ts';

interface About {
  readonly left?: number;
  readonly most?: number;
}

const count = (files: number): string => (files === 1 ? '1 file' : `${files} files`);

/** Every English word these components say. */
export const words = {
  drop: 'Drop to attach',
  tray: 'Files to send',
  cancel: (name: string) => `Remove ${name}`,
  retry: (name: string) => `Try ${name} again`,
  describe: (name: string) => `Describe ${name}`,
  caption: 'Caption',
  captionHint: 'Stands under the file.',
  alt: 'Description',
  altHint: 'For those who cannot see the picture.',
  earlier: 'Move earlier',
  later: 'Move later',
  optional: 'optional',
  progress: (name: string) => `Uploading ${name}`,
  waiting: 'Waiting',
  resting: 'Waiting for the connection',
  checking: 'Checking',
  refused: 'This file cannot be sent.',
  tooMany: (most: number) => `At most ${most} files go with one message.`,
  space: (left: number) => `${sizeText(left)} of space left`,
  said: (done: number, all: number) =>
    done === all ? `${count(all)} ready to send` : `${done} of ${count(all)} uploaded`,
  problem: (code: string, message: string, { left, most }: About) => {
    if (code === 'attachments.over-quota' && left !== undefined) return `${message} ${sizeText(left)} are left.`;
    if (code === 'attachments.too-large' && most !== undefined) return `${message} At most ${sizeText(most)}.`;
    return message;
  },
  picture: (name: string) => `Picture ${name}`,
  open: (what: string) => `Open ${what}`,
  download: 'Download',
  previous: 'Previous picture',
  next: 'Next picture',
  close: 'Close',
  states: {
    waiting: 'Being checked for viruses',
    preparing: 'Being prepared',
    infected: 'Removed: a virus was found in it',
    failed: 'Could not be shown',
    ready: '',
  },
  kinds: {
    image: 'Picture',
    video: 'Film',
    audio: 'Sound',
    voice: 'Voice message',
    pdf: 'PDF',
    document: 'Document',
    text: 'Text',
  },
} as const;
