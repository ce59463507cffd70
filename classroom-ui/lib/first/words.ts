import { speaking, type Words } from '../words.ts';

/** Sentences for the first minutes: of a school, a class, or somebody who is in none yet. */
export const english = {
  'none.title': 'You are not in a class yet',
  'none.student': 'Enter the class code your teacher gave you, or ask to be added.',
  'none.teacher': 'Make your first class, or join one with a class code.',
  'none.admin.title': 'This school has no classes yet',
  'none.admin': 'Make the first class. Teachers can make their own too.',
  'dead.title': 'The last room did not open',
  'dead.text': 'The page ended while it drew that room. Choose a room from the list.',
  'noRoom.title': 'You are in no active room',
  'noRoom.text': 'See which rooms of your classes are open to you.',
  'noRoom.text.admin': 'See which rooms your school has, and enter one.',

  'steps.title': 'First steps',
  'steps.text':
    'A few minutes, and the first lesson can begin. You can do it in any order, and change all of it later.',
  'steps.done': 'Done',
  'steps.settings': 'Check the school’s settings',
  'steps.settings.text': 'Language, time zone, who may register, and what the school uses.',
  'steps.settings.do': 'Open settings',
  'steps.staff': 'Invite staff',
  'steps.staff.text': 'Teachers open their own classes and add their students.',
  'steps.class': 'Open the first class',
  'steps.class.text': 'You can teach it yourself, or leave that to a teacher.',
  'steps.students': 'Add your students',
  'steps.students.text': 'Paste a list, show a class code, or print cards for those without an email address.',
  'steps.students.later': 'Once there is a class: by a list, a class code or printed cards.',
  'steps.mail':
    'No email is sent yet: this Homeroom has no mail server. You give each person you invite a link. Letters are put into a folder of the server.',
  'steps.rooms': 'Go to your rooms',
  'steps.dismiss': 'Do not show this again',

  'class.title': 'Bring your class in',
  'class.text': 'Nobody else has written here yet.',
  'class.list': 'Add students from a list',
  'class.code': 'Show a class code',
  'class.cards': 'Print cards',
} as const satisfies Readonly<Record<string, Words>>;

export const tell = speaking(english);
