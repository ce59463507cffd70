import { clockText } from './clock-text.ts';
import { sizeText } from './size-text.ts';

interface About {
  readonly left?: number;
  readonly most?: number;
}

const count = (files: number): string => (files === 1 ? '1 file' : `${files} files`);

const stamp = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
    .toISOString()
    .slice(0, 16)
    .replace('T', ' ')
    .replace(':', '.');

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
  record: 'Record a voice message',
  recorder: 'Recording a voice message',
  recording: 'Recording',
  asking: 'Asking for the microphone',
  stopRecording: 'Stop',
  dropRecording: 'Throw away',
  closeRecorder: 'Close',
  recordAgain: 'Record again',
  listening: 'Voice message, ready to listen to',
  left: (ms: number) => `${clockText(ms)} left`,
  recorded: (at: Date) => `Voice message ${stamp(at)}`,
  microphone: {
    refused: 'The microphone may not be used. Allow it for this page in your browser, and try again.',
    framed: 'The page around this one does not let it use the microphone. Open Homeroom in a tab of its own to record.',
    none: 'No microphone was found.',
    taken: 'The microphone does not answer. Another program may be using it.',
  },
  voiceOf: (ms: number) => `Voice message, ${clockText(ms)}`,
  play: 'Play',
  pause: 'Pause',
  seek: 'Position',
  at: (ms: number, of: number) => `${clockText(ms)} of ${clockText(of)}`,
  speed: (times: number) => `Speed ${times}`,
  unplayable: 'This browser cannot play it.',
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
    code: 'Code',
    archive: 'Archive',
    book: 'Book',
    legacy: 'Document',
  },
} as const;
