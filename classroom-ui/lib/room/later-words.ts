import type { RoomRole } from '../../../engine/client.ts';
import { plural } from './words.ts';

/** Every word of the composer and of the panels beside the messages: they are fetched with those. */
export const laterWords = {
  jump: {
    toLatest: 'Jump to latest',
    unread: (count: number) => plural(count, '1 new message', '# new messages'),
    below: (count: number) =>
      count > 998 ? '999+ messages below' : plural(count, '1 message below', '# messages below'),
  },

  thread: {
    title: 'Thread',
    close: 'Close thread',
    showUnread: (count: number) =>
      plural(count, 'Show 1 unread reply in your threads', 'Show # unread replies in your threads'),
    label: 'Replies',
    none: 'No replies yet',
    earlier: 'Show earlier replies',
    failed: 'The thread could not be loaded.',
  },

  composer: {
    placeholderThread: 'Reply…',
    placeholderEdit: 'Edit your message',
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
    editTrouble: {
      deleted: 'This message was deleted meanwhile. You can send your text as a new one.',
      changed: 'This message was changed meanwhile. Saving writes over it:',
      elsewhere: 'In another tab you write something else:',
    },
    sendAsNew: 'Send as a new message',
    replyingTo: (author: string) => `Replying to ${author}`,
    cancelReply: 'Do not quote',
    left: (count: number) => plural(count, '1 character left', '# characters left'),
    over: (count: number) => plural(count, '1 character too many', '# characters too many'),
    hint: 'Enter sends, Shift and Enter makes a new line',
    hintTouch: 'Enter makes a new line, the Send button sends',
  },

  failed: { title: 'This message could not be drawn.' },
  source: {
    title: 'Messages stand here as they were written.',
    usual: 'Show as usual',
    tooMuch: 'There is too much formatting in this to draw it. It stands here as it was written:',
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
    groups: { host: 'Hosts', moderator: 'Moderators', member: 'Members', observer: 'Observers' } satisfies Record<
      RoomRole,
      string
    >,
    none: 'Nobody by that name.',
    removeTitle: (name: string) => `Remove ${name} from this room?`,
    removeBody: 'They stop seeing it at once. Their messages stay, and you can bring them back.',
    keep: 'Keep',
  },
};
