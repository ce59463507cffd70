import type { RoomRole, SchoolRole } from '../../../engine/client.ts';

// Every word of what is drawn of a room at once. A translation replaces this table.

export const plural = (count: number, one: string, many: string): string =>
  count === 1 ? one : many.replace('#', `${count}`);

/** "Ana", "Ana and Ben", "Ana, Ben and 3 others"; of `all` people only the first are given. */
export function listOfNames(names: readonly string[], most = 3, all = names.length): string {
  if (all <= 1) return names[0] ?? '';
  if (all <= most) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const rest = all - most + 1;
  return `${names.slice(0, most - 1).join(', ')} and ${rest} others`;
}

export const words = {
  somebody: 'Somebody',
  you: 'You',
  /** Beside the name of somebody who has left. */
  ended: 'no longer at this school',

  roomRoles: { host: 'Host', moderator: 'Moderator', member: 'Member', observer: 'Observer' } satisfies Record<
    RoomRole,
    string
  >,
  /** Beside the name of a plugin: no person wrote this. */
  automatic: 'Automatic',
  /** Beside a name, for those whose word weighs more. */
  staffRoles: { admin: 'Admin', teacher: 'Teacher', assistant: 'Assistant' } as Partial<Record<SchoolRole, string>>,

  header: {
    people: (count: number) => plural(count, '1 person', '# people'),
    showPeople: 'Show people',
    hidePeople: 'Hide people',
    menu: 'Room menu',
    back: 'Back to rooms',
    details: 'Details and settings',
    leave: 'Leave room',
    shortcuts: 'Keyboard shortcuts',
    copyLink: 'Copy link to room',
    announcement: 'Announcements',
    archived: 'Archived',
  },

  list: {
    label: (room: string) => `Messages in ${room}`,
    start: (room: string) => `This is the beginning of ${room}.`,
    startOther: 'This conversation begins here.',
    startHint: 'Say hello, ask a question, or share what you are working on.',
    startReadHint: 'What teachers write here appears below.',
    unread: 'New',
    unreadLabel: 'New messages from here',
    markAllRead: 'Mark all as read',
    toUnread: 'Unread messages above',
    loadingOlder: 'Loading earlier messages',
    loadingNewer: 'Loading later messages',
    loading: 'Loading messages',
    arrived: (author: string, text: string) => `${author}: ${text}`,
    arrivedMany: (count: number) => plural(count, '1 new message', '# new messages'),
  },

  message: {
    edited: 'edited',
    editedAt: (when: string) => `Edited ${when}. Show earlier versions`,
    deleted: 'This message was deleted.',
    quoteOf: (author: string) => `In answer to ${author}`,
    quoteDeleted: 'The message was deleted.',
    withoutText: 'Attachment',
    more: 'Show more',
    less: 'Show less',
    copyCode: 'Copy code',
    copied: 'Copied',
    pending: 'Sending',
    waiting: 'Waits on this device. It goes out by itself as soon as the room can be reached.',
    failed: 'Not sent',
    retry: 'Try again',
    retryUnquoted: 'Send without the quote',
    copy: 'Copy text',
    discard: 'Discard',
    by: (author: string, when: string) => `${author}, ${when}`,
    code: 'Code',
  },

  actions: {
    toolbar: 'Message actions',
    more: 'More actions',
    reply: 'Quote and reply',
    thread: 'Reply in thread',
    edit: 'Edit message',
    delete: 'Delete message',
    copyText: 'Copy text',
    copyLink: 'Copy link',
    profile: 'Show profile',
    textCopied: 'Text copied',
    linkCopied: 'Link copied',
    copyFailed: 'The browser did not allow copying.',
  },

  system: {
    joined: (person: string) => `${person} joined`,
    left: (person: string) => `${person} left`,
    added: (person: string, by: string) => `${by} added ${person}`,
    removed: (person: string, by: string) => `${by} removed ${person}`,
    entered: (person: string) => `${person} came in as an admin of the school`,
    renamed: (by: string, title: string) => `${by} renamed the room to “${title}”`,
    archived: (by: string) => `${by} archived the room`,
    unarchived: (by: string) => `${by} opened the room again`,
    opened: (by: string) => `${by} opened the room to the whole class`,
    closed: (by: string) => `${by} made the room one to ask for`,
    topic: (by: string, topic: string) => (topic ? `${by} set the topic: “${topic}”` : `${by} removed the topic`),
    posting: {
      discussion: (by: string) => `${by} lets everyone write here`,
      announcement: (by: string) => `${by} lets only teachers write here`,
    },
    history: {
      all: (by: string) => `${by} shows newcomers what is written from now on`,
      'from-join': (by: string) => `${by} shows newcomers only what comes after they join`,
    },
  },

  thread: {
    replies: (count: number) => plural(count, '1 reply', '# replies'),
    unread: (count: number) => plural(count, '1 unread reply', '# unread replies'),
    lastReply: (when: string) => `Last reply ${when}`,
  },

  composer: {
    placeholder: (room: string) => `Message ${room}`,
    label: (room: string) => `Message to ${room}`,
  },

  screen: {
    outside: 'You are not in this room',
    missing: 'This room is not here',
    missingHint: 'It may have been deleted, or you may not be in it any more.',
    failed: 'The room could not be opened',
    retry: 'Try again',
    pluginNote: (plugin: string) => `${plugin} could not be shown here.`,
  },

  errors: {
    unreachable: 'No connection. It will be tried again.',
    notDone: 'That did not work. Please try again.',
  },
};
