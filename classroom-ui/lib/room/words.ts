import type { RoomRole, SchoolRole } from '../../../engine/client.ts';

// Every word of the room screen. A translation replaces this table.

const plural = (count: number, one: string, many: string): string =>
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

  roomRoles: { host: 'Host', moderator: 'Moderator', member: 'Member', observer: 'Observer' } satisfies Record<
    RoomRole,
    string
  >,
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
    jump: 'Jump to latest',
    jumpNew: (count: number) => plural(count, '1 new message', '# new messages'),
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
    title: 'Thread',
    close: 'Close thread',
    replies: (count: number) => plural(count, '1 reply', '# replies'),
    unread: (count: number) => plural(count, '1 unread reply', '# unread replies'),
    showUnread: (count: number) =>
      plural(count, 'Show 1 unread reply in your threads', 'Show # unread replies in your threads'),
    lastReply: (when: string) => `Last reply ${when}`,
    label: 'Replies',
    none: 'No replies yet',
    earlier: 'Show earlier replies',
    failed: 'The thread could not be loaded.',
  },

  composer: {
    placeholder: (room: string) => `Message ${room}`,
    placeholderThread: 'Reply…',
    placeholderEdit: 'Edit your message',
    label: (room: string) => `Message to ${room}`,
    labelThread: 'Reply in thread',
    labelEdit: 'Edit message',
    send: 'Send',
    save: 'Save',
    cancel: 'Cancel',
    bold: 'Bold',
    italic: 'Italic',
    code: 'Code',
    list: 'List',
    link: 'Link',
    editing: 'Editing your message',
    editDeleted: 'This message was deleted meanwhile. You can send your text as a new one.',
    editChanged: 'This message was changed meanwhile. Saving writes over it:',
    sendAsNew: 'Send as a new message',
    replyingTo: (author: string) => `Replying to ${author}`,
    cancelReply: 'Do not quote',
    left: (count: number) => plural(count, '1 character left', '# characters left'),
    over: (count: number) => plural(count, '1 character too many', '# characters too many'),
    hint: 'Enter sends, Shift and Enter makes a new line',
  },

  closed: {
    archived: 'This room is archived. You can read it, but nobody can write in it.',
    observer: 'You are an observer here: you can read everything, but not write.',
    announcement: 'Only teachers write here. You will see what they announce.',
    left: 'You are no longer in this room.',
  },

  people: {
    title: 'People',
    close: 'Close people',
    search: 'Find a person',
    role: (name: string) => `Change what ${name} may do`,
    actions: (name: string) => `Actions for ${name}`,
    makeRole: { host: 'Make host', moderator: 'Make moderator', member: 'Make member', observer: 'Make observer' },
    remove: 'Remove from room',
    bringBack: 'Bring back',
    add: 'Add people',
    addTitle: 'Add people to the room',
    addHint: 'People of this class who are not in the room.',
    addNobody: 'Everybody of this class is in the room.',
    clear: 'Clear',
    addButton: 'Add',
    added: (name: string) => `${name} was added`,
    removed: (name: string) => `${name} was removed`,
    lastSeen: (when: string) => `Last seen ${when}`,
    you: 'you',
    former: 'No longer in the room',
    ended: 'no longer at this school',
    groups: { host: 'Hosts', moderator: 'Moderators', member: 'Members', observer: 'Observers' } satisfies Record<
      RoomRole,
      string
    >,
    none: 'Nobody by that name.',
    removeTitle: (name: string) => `Remove ${name} from this room?`,
    removeBody: 'They stop seeing it at once. Their messages stay, and you can bring them back.',
    keep: 'Keep',
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
