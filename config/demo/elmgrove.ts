import type { DemoSchool } from './demo-school.ts';

export const elmgrove: DemoSchool = {
  slug: 'elmgrove',
  people: {
    moss: { name: 'Mr Moss', role: 'teacher' },
    ed: { name: 'Ed Farrow', role: 'student' },
    fay: { name: 'Fay Brandt', role: 'student' },
  },
  classrooms: [
    {
      title: 'History 9A',
      teacher: 'moss',
      roster: { ed: 'student', fay: 'student' },
      rooms: [
        {
          title: 'Class room',
          readBy: ['moss'],
          lines: [
            {
              day: 2,
              time: '11:20',
              by: 'moss',
              name: 'source',
              text: 'Here is our practice source, written the way a factory inspector of the 1830s would have written:\n\n> The children are brought at six in the morning and are dismissed at eight at night.\n\nWho writes this, for whom, and what might he leave out?',
            },
            {
              day: 2,
              time: '11:26',
              by: 'fay',
              text: 'An inspector, for Parliament. He would leave out what the mill owner did not show him',
            },
            {
              day: 2,
              time: '11:27',
              by: 'ed',
              text: 'and what the children say when the owner is listening',
              reactions: { '👍': ['moss', 'fay'] },
            },
            {
              day: 2,
              time: '11:31',
              by: 'moss',
              quotes: 'source',
              text: 'Very good, both. For Thursday: find one line in the report that an owner would want struck out, and say why.',
            },
            { day: 1, time: '17:45', by: 'fay', text: 'Is the part about the locked doors allowed? It is on page 4' },
            { day: 1, time: '18:02', by: 'moss', text: 'It is an excellent choice.', reactions: { '🎉': ['fay'] } },
          ],
        },
      ],
    },
  ],
};
