/** Every English word of the dialogs of a room: they are fetched with those. */
export const dialogWords = {
  deletion: {
    title: 'Delete this message?',
    own: 'Everyone in the room will see that a message was deleted. This cannot be undone.',
    others: (author: string) =>
      `${author} and everyone in the room will see that the message was deleted. This cannot be undone.`,
    confirm: 'Delete',
    keep: 'Keep it',
  },

  history: {
    title: 'Earlier versions',
    now: 'Now',
    empty: 'No earlier version is kept.',
    failed: 'The earlier versions could not be loaded.',
  },

  leaving: {
    title: (room: string) => `Leave ${room}?`,
    body: 'You will not get its messages any more. An open room can be joined again.',
    bodyOnRequest: 'You will not get its messages any more, and only staff can add you again.',
    confirm: 'Leave',
    keep: 'Stay',
    newHost: 'Host after you',
    nobody: 'I name nobody',
    heir: (name: string | undefined) =>
      name
        ? `Then ${name} becomes host, who has been moderator for longest.`
        : 'Then a teacher of the class becomes host or, if it has no other, the next of its staff who comes in.',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    groups: [
      {
        title: 'Moving',
        keys: [
          [['F6'], 'To the next part: rooms, messages, text field, panel at the side'],
          [['Shift', 'F6'], 'To the part before'],
        ],
      },
      {
        title: 'Writing',
        keys: [
          [['Enter'], 'Send the message'],
          [['Shift', 'Enter'], 'New line'],
          [['↑'], 'Edit your last message, in an empty field'],
          [['Esc'], 'Cancel editing or quoting'],
          [['Ctrl', 'B'], 'Bold'],
          [['Ctrl', 'I'], 'Italic'],
        ],
      },
      {
        title: 'Reading',
        keys: [
          [['Shift', 'Tab'], 'From the text field to the messages'],
          [['↑', '↓'], 'Move between messages'],
          [['Home', 'End'], 'First and latest message on screen'],
          [['Enter'], 'Open the actions of a message'],
          [['R'], 'Quote and reply'],
          [['T'], 'Reply in thread'],
          [['E'], 'Edit'],
          [['C'], 'Copy text'],
          [['L'], 'Copy link'],
          [['P'], 'Show the profile of its author'],
          [['Del'], 'Delete'],
          [['Esc'], 'Back to the text field'],
          [['?'], 'This list'],
        ],
      },
    ] as readonly { title: string; keys: readonly (readonly [readonly string[], string])[] }[],
  },
};
