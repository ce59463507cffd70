import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { record } from '../commands/unit-of-work.ts';
import { Participant } from './participant.ts';

/** Changes what somebody is in a room, and tells it. */
export async function giveRole(
  work: UnitOfWork,
  roomId: string,
  personId: string,
  role: Participant['role'],
): Promise<Participant> {
  const participant = await work.em.findOneOrFail(Participant, { roomId, personId });
  if (participant.role === role) return participant;
  participant.role = role;
  await work.em.flush();
  work.rosterChanged.add(roomId);
  record(work, roomId, 'participant.changed', { person: personId, role });
  return participant;
}
