import { speaking, type Words } from '../words.ts';

/** Every sentence of the page on which admins set up their school. */
export const english = {
  title: 'School settings',
  text: 'What you change here takes effect at once, on every screen.',

  school: 'School',
  'school.title': 'Name of the school',
  'school.title.hint': 'As people read it, on every page and in email.',
  'school.locale': 'Language',
  'school.locale.hint': 'How dates and numbers are written: {example}.',
  'school.locale.wrong': 'Choose a language from the list, like en-GB.',
  'school.timezone': 'Time zone',
  'school.timezone.hint': 'There it is {time} now.',
  'school.timezone.wrong': 'Choose a time zone from the list, like Europe/London.',
  registration: 'Who can make an account without being invited',
  'registration.closed': 'Nobody',
  'registration.closed.hint': 'You invite everybody. Class codes are for people who have an account.',
  'registration.code': 'Pupils with a class code',
  'registration.code.hint': 'Whoever enters the code of a class is in that class at once.',
  'registration.domains': 'People with an email address of the school',
  'registration.domains.hint': 'They confirm the address first. They are in no class yet.',
  domains: 'Endings of these addresses',
  'domains.hint': 'What stands behind the @, like oakwood.example. Separate several by spaces.',
  'domains.none': 'Give at least one.',

  plugins: 'Plugins',
  'plugins.text': { one: '{on} of {count} is on.', other: '{on} of {count} are on.' },
  'plugin.open': 'Settings',
  'plugin.settings': 'Settings of {plugin}',
  'plugin.kept': 'What was written with it is kept, and comes back with it.',
  'plugin.needs': 'Needs {others}.',
  'plugin.byHand': 'This can be changed in the school’s file only.',

  needed: 'This is needed.',
  'number.hint': 'From {least} to {most}.',
  'number.wrong': 'Give a whole number from {least} to {most}.',
  'list.hint': 'Separate several by spaces.',
  'list.few': { one: 'Give at least {count}.', other: 'Give at least {count}.' },
  'list.many': { one: 'Give {count} at most.', other: 'Give {count} at most.' },

  changes: { one: '{count} change', other: '{count} changes' },
  save: 'Save',
  discard: 'Discard',
  leave: 'What you changed is not saved. Leave this page all the same?',
  saved: 'The settings are saved.',
  fix: 'Look at what is marked, then save again.',
  changed:
    'The settings were changed meanwhile. What you typed is kept: load the newest, look through it and save again.',
  'changed.by':
    'The settings were changed meanwhile by {by}. What you typed is kept: load the newest, look through it and save again.',
  'changed.load': 'Load the newest',
  settling: 'Saved. The other servers take it up …',

  'closed.read-only':
    'The server cannot write this school’s file, so you can only read here. Whoever runs the server changes the file.',
  'closed.no-file': 'This school stands in no file that this server has, so you can only read here.',
  'closed.mistakes':
    'The school’s file has mistakes, so you can only read here. The school runs as it did before. Whoever runs the server corrects:',
  'closed.other-nodes':
    'Another server of this installation has another file for this school, so you can only read here. Whoever runs the servers gives all of them the same file.',
  'closed.again': 'Look again',
  line: 'Line {line}: {problem}',

  history: 'History',
  'history.none': 'Nothing was changed on this page yet.',
  'history.text': 'What is changed in the file by hand does not stand here.',
  'by.operator': 'whoever runs the server',
  'change.line': '{what}: {from} → {to}',
  'change.of': '{plugin}, {setting}',
  'value.on': 'on',
  'value.off': 'off',
  'value.nothing': 'nothing',
} as const satisfies Readonly<Record<string, Words>>;

export const tell = speaking(english);
