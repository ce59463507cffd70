import { run, sql } from '../database/sql.ts';
import type { EngineNotice } from '../plugin-host/define-plugin.ts';

/** What deserves attention about who is in a room: that somebody else brought one in, and not one's whole class. */
export const participantNotices = {
  added: {
    on: 'participant.joined',
    async to({ roomId, by, payload }, { em }) {
      const { id } = payload.participant.person;
      if (!('person' in by) || by.person === id) return [];
      const picked = await run(em, sql`select 1 from room where id = ${roomId} and kind = 'class' and not everyone`);
      return picked.length > 0 ? [id] : [];
    },
    says: '{author} added you to {room}.',
    title: 'Being added to a room',
    personal: true,
  },
} as const satisfies Readonly<Record<string, EngineNotice<'participant.joined'>>>;
