import type { DemoSchool } from './demo-school.ts';
import { photosynthesis } from './photosynthesis.ts';

export const oakwood: DemoSchool = {
  slug: 'oakwood',
  people: {
    head: { name: 'Dr Amina Hale', role: 'admin' },
    rivera: { name: 'Ms Rivera', role: 'teacher' },
    ana: { name: 'Ana Duarte', role: 'student' },
    ben: { name: 'Ben Whitlock', role: 'student' },
    chidi: { name: 'Chidi Okoro', role: 'student' },
    dora: { name: 'Dora Lindqvist', role: 'student' },
  },
  classrooms: [
    {
      title: 'Biology 7B',
      teacher: 'rivera',
      roster: { ana: 'student', ben: 'student', chidi: 'student', dora: 'student' },
      rooms: [
        { title: 'Class room', lines: photosynthesis, readBy: ['rivera', 'chidi'] },
        {
          title: 'Announcements',
          posting: 'announcement',
          everyone: true,
          readBy: ['rivera', 'ben'],
          lines: [
            {
              day: 4,
              time: '08:40',
              by: 'rivera',
              text: 'Welcome to the announcements of 7B. Only what all of you must know comes here; everything else goes to the class room.',
            },
            {
              day: 2,
              time: '14:05',
              by: 'rivera',
              text: '### Quiz on Friday next week\n\nTwenty minutes, first lesson. You need:\n\n- the equation of photosynthesis, and what each part of it is\n- the lamp experiment: what we measured and why it falls so fast\n- why leaves are green\n\nBring a pencil, a ruler and your notebook. **No** calculator.',
              reactions: { '👍': ['ana', 'ben', 'dora'] },
            },
            {
              day: 1,
              time: '15:20',
              by: 'rivera',
              text: 'Our greenhouse visit is in two weeks. The slips for your parents are on my desk; I need them back by Monday.',
              reactions: { '🎉': ['chidi', 'dora'] },
            },
          ],
        },
        {
          title: 'Study group',
          entry: 'on-request',
          people: ['ana', 'chidi', 'dora'],
          requests: { ben: 'I missed two lessons and would like to catch up with you.' },
          readBy: ['chidi'],
          lines: [
            { day: 1, time: '19:01', by: 'chidi', text: 'Who is here? I have ten questions on cards' },
            { day: 1, time: '19:02', by: 'dora', text: 'here!' },
            { day: 1, time: '19:02', by: 'ana', text: 'here, with tea' },
            {
              day: 1,
              time: '19:04',
              by: 'chidi',
              name: 'card',
              text: 'Card 1: a plant stands in the dark for two days. Does it still breathe?',
            },
            {
              day: 1,
              time: '19:06',
              by: 'dora',
              quotes: 'card',
              text: 'Yes. It takes in oxygen like we do, it just makes none',
            },
            {
              day: 1,
              time: '19:07',
              by: 'chidi',
              text: 'Right 🎉 Card 2: what are the tiny openings below a leaf called?',
            },
            { day: 1, time: '19:08', by: 'ana', text: 'stomata', reactions: { '👍': ['chidi', 'dora'] } },
            { day: 1, time: '19:15', by: 'chidi', text: 'You two will be fine. Same time on Monday?' },
          ],
        },
      ],
    },
  ],
};
