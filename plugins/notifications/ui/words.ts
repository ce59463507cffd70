import type { Level, NoticeView } from '../contract.ts';
import type { Telling } from './browser.svelte.ts';

const FILLED = /\{(author|room)\}/g;

/** Every English word these components say, but what notices say themselves. */
export const words = {
  title: 'Notifications',
  /** What is drawn of a count is said in the same figures. */
  count: (unread: number) => (unread > 99 ? '99+' : `${unread}`),
  bell: (unread: number) => (unread === 0 ? 'Notifications' : `Notifications, ${words.count(unread)} unread`),
  says: ({ says, by }: Pick<NoticeView, 'says' | 'by'>, room: string) =>
    says.replace(FILLED, (_, what) => (what === 'room' ? room : (by?.name ?? 'Somebody'))),
  new: 'New',
  readOne: 'Mark as read',
  readAll: 'Mark all as read',
  more: 'Show older',
  all: 'See all notifications',
  unreadOf: (unread: number) => (unread === 0 ? 'All read' : `${words.count(unread)} unread`),
  none: 'Nothing for you yet',
  noneText: 'When somebody mentions you, replies to you or writes to you, it stands here.',
  loading: 'Loading notifications',
  notLoaded: 'Your notifications could not be loaded.',
  notDrawn: 'A notice that could not be shown.',
  again: 'Try again',
  failed: 'That did not work. Check your connection and try again.',
  preferences: {
    text: 'What you are told of in all your rooms. Nobody else sees it.',
    notLoaded: 'What you chose could not be loaded.',
    caption: 'By which ways you are told of what',
    reason: 'Tell me of',
    ways: { bell: 'Bell', push: 'Device', mail: 'Mail' },
    mail: 'Mail me what I have not read',
    mailHint: (minutes: number) => `After ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, all in one mail.`,
    mailStored: 'Not yet, though: this Homeroom has no mail server.',
    quiet: 'Quiet hours',
    quietHint: 'What comes then is kept, and told after. By the clock of the school.',
    from: 'From',
    to: 'To',
    weekends: 'Quiet on Saturdays and Sundays',
    school: (hours: string, weekends: boolean) =>
      `For everybody at this school it is quiet ${[hours && `from ${hours.replace('-', ' to ')}`, weekends && 'on weekends'].filter(Boolean).join(' and ')}.`,
  },
  browser: {
    label: 'Tell me on this device',
    hints: {
      unknown: '',
      unsupported: 'This browser cannot, or Homeroom stands inside another page here.',
      denied: 'You have told your browser that it may not. Its settings for this site can change that.',
      off: 'Also while Homeroom is not open.',
      open: 'Only while Homeroom is open: the push service of this browser could not be reached.',
      on: 'Also while Homeroom is not open.',
    } satisfies Record<Telling, string>,
  },
  room: {
    title: 'Notifications',
    text: 'What you are told of in this room. Nobody else sees it.',
    level: 'Tell me of',
    levels: {
      every: 'Every message',
      all: 'Everything that concerns me',
      mentions: 'Only what means me by name',
      none: 'Nothing',
    } satisfies Record<Level, string>,
    mute: 'Mute',
    mutes: { off: 'Not muted', hour: 'For an hour', day: 'For a day', week: 'For a week' },
    mutedUntil: (time: string) => `Until ${time}`,
  },
} as const;
