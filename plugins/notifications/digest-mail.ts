import { letter, type Paragraph, plainOf } from '../../engine/index.ts';
import type { Digest } from './digest-rows.ts';
import { sentence } from './sentence.ts';

/** So many are written out; of the rest the mail says how many. */
const WRITTEN_OUT = 30;

/** One mail about all that is unread, room by room, with an address to end mail about each kind in it, and all of it. */
export function digestMail(digest: Digest) {
  const { lines, school, stops, stopAll, publicUrl } = digest;
  const many = `${lines.length} unread ${lines.length === 1 ? 'notification' : 'notifications'}`;
  return {
    ...letter(`${many} at ${school.title}`, [
      `Hello, this happened at ${school.title} while you were elsewhere.`,
      ...byRoom(digest),
      ...(lines.length > WRITTEN_OUT ? [`And ${lines.length - WRITTEN_OUT} more.`] : []),
      { link: `${publicUrl}/${school.slug}/plugin/notifications`, says: 'See all of them' },
      ...stops.flatMap(({ title, link }): Paragraph[] => [
        `To get no more mail about “${title}”:`,
        { link, says: `No mail about “${title}”` },
      ]),
      'To get no such mail at all:',
      { link: stopAll, says: 'No more of these mails' },
    ]),
    headers: {
      'List-Unsubscribe': `<${stopAll}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
  };
}

function byRoom({ lines, school, publicUrl }: Digest): Paragraph[] {
  const rooms = Map.groupBy(lines.slice(0, WRITTEN_OUT), ({ roomId }) => roomId);
  return [...rooms.values()].flatMap(([first, ...more]): Paragraph[] =>
    first
      ? [
          `${first.room} · ${first.classroom}\n${[first, ...more].map(said).join('\n')}`,
          { link: `${publicUrl}/${school.slug}/${first.classroomId}/${first.roomId}`, says: `Open ${first.room}` },
        ]
      : [],
  );
}

const said = ({ says, author, room, text }: Digest['lines'][number]): string =>
  `– ${sentence(says, author, room)}${text ? ` “${plainOf(text)}”` : ''}`;
