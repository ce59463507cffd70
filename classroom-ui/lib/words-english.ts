import type { Words } from './words.ts';

/** Every sentence of the doors, the list of rooms and the dialogs. Short, plain, and meant for an eleven-year-old too. */
export const english = {
  'app.name': 'Homeroom',
  again: 'Try again',
  cancel: 'Cancel',
  clear: 'Clear',
  close: 'Close',
  copied: 'Copied',
  copy: 'Copy',
  loading: 'Loading…',
  remove: 'Remove',
  save: 'Save',
  saved: 'Saved.',
  toasts: 'News',
  you: 'You',

  'board.line': 'Where your class talks.',
  'board.text': 'Ask, answer, and find it again tomorrow. Everything your teachers post, in one place.',

  email: 'Email',
  name: 'Name',
  'name.hint': 'As your class knows you, for example Ana Lopez.',
  password: 'Password',
  'password.hide': 'Hide password',
  'password.hint': 'At least 10 characters. A few words in a row are easy to remember.',
  'password.show': 'Show password',

  'signIn.title': 'Welcome back',
  'signIn.text': 'Sign in to your classes.',
  'signIn.again': 'Please sign in again. You will be right back where you were.',
  'signIn.login': 'Email or user name',
  'signIn.submit': 'Sign in',
  'signIn.new': 'New here?',
  signOut: 'Sign out',

  'register.link': 'Make an account',

  'forgot.link': 'Forgot it?',

  'profile.title': 'Your profile',
  'person.menu': 'You and your settings',

  'theme.title': 'Colours',
  'theme.system': 'Like my device',
  'theme.light': 'Light',
  'theme.dark': 'Dark',

  'role.admin': 'Admin',
  'role.teacher': 'Teacher',
  'role.assistant': 'Assistant',
  'role.student': 'Student',
  'role.guardian': 'Guardian',

  'shell.back': 'Back to your rooms',
  'shell.failed': 'That did not load',
  'shell.rooms': 'Rooms',
  'shell.unread': { one: '{count} unread message', other: '{count} unread messages' },
  'shell.unreadReplies': {
    one: '{count} unread reply in your threads',
    other: '{count} unread replies in your threads',
  },
  'shell.unsent': { one: '{count} message was not sent', other: '{count} messages were not sent' },
  'skip.composer': 'Skip to the text field',
  'skip.main': 'Skip to the page',
  'skip.messages': 'Skip to the messages',
  'school.menu': 'School menu',
  'school.switch': 'Schools',

  'parts.updated': 'There is a new version of this page.',
  'parts.gone': 'A part of this page could not be loaded.',
  'parts.reload': 'Reload',
  'connection.offline': 'You are offline. We keep trying, and bring you up to date when you are back.',
  'connection.reconnecting': 'Connection lost. Reconnecting…',
  'connection.closed': 'The connection has ended.',
  'connection.now': 'Try now',
  'connection.reload': 'Load again',

  'home.title': 'Your classes and rooms',

  'class.new': 'New class',
  'class.menu': 'Menu of {title}',
  'class.noRooms': 'You are in none of its rooms.',
  'class.onlyArchived': 'Your rooms here are archived.',
  'class.showRooms': 'Show rooms',
  'class.showRooms.of': 'Show the rooms of {title}',
  'class.enter': 'Join as a teacher',
  'class.archived': 'Archived classes',
  'class.settings': 'Class settings',
  'class.leave': 'Leave class',

  'join.button': 'Enter a class code',

  'people.find': 'People',

  'browse.title': 'Browse rooms',

  'room.new': 'New room',
  'room.new.in': 'New room in {title}',
  'room.settings': 'Room settings',
  'room.archived.show': { one: 'Show {count} archived room', other: 'Show {count} archived rooms' },
  'room.archived.hide': 'Hide archived rooms',

  'roster.title': 'Class people',
  'roster.add': 'Add people',

  'codes.title': 'Class codes',

  'error.lost': 'There is no such page',
  'error.lost.text': 'The address may be old, or the room is not yours to see.',
  'error.failed': 'Something went wrong',
  'error.failed.text': 'It is not your fault. Try again in a moment.',
  'error.home': 'Go to your rooms',
} as const satisfies Readonly<Record<string, Words>>;
