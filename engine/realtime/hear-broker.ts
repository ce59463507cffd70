import type { BrokerMessage } from './broker.ts';
import { checkEverything } from './checks.ts';
import { CLOSE } from './close-codes.ts';
import { closeWith } from './connection.ts';
import { isHeld } from './held.ts';
import { leave, settle, whisper } from './memberships.ts';
import type { Realtime } from './realtime.ts';
import { hearEvents } from './room-stream.ts';
import { forgetTold, streamOf } from './streams.ts';
import { personTopic, roomTopic } from './topics.ts';

type Of<K extends BrokerMessage['kind']> = Extract<BrokerMessage, { kind: K }>;

/** Acts on what was committed somewhere, at once and before anything that comes after it. */
export function hearBroker(realtime: Realtime, message: BrokerMessage): void {
  if (message.kind === 'events') told(realtime, message);
  else if (message.kind === 'passing') passing(realtime, message);
  else if (message.kind === 'entered' || message.kind === 'exited') moved(realtime, message);
  else if (message.kind === 'signed-out') signedOut(realtime, message);
  else if (message.kind === 'person-changed') personChanged(realtime, message);
  else if (message.kind === 'person-edited') personEdited(realtime, message);
  else if (message.kind === 'school-changed') schoolChanged(realtime, message);
  else checkEverything(realtime);
}

function told(realtime: Realtime, { events, room, schoolId }: Of<'events'>): void {
  const first = events[0];
  if (first) hearEvents(realtime, streamOf(realtime, room, schoolId, first.seq - 1), events);
}

function passing(realtime: Realtime, { frame, person, room, schoolId }: Of<'passing'>): void {
  if (isHeld(realtime)) return;
  if (!realtime.doors.speaks(schoolId, frame.event)) return;
  const text = JSON.stringify(frame);
  if (room) realtime.turn.publish(roomTopic(room), text);
  if (person) realtime.turn.publish(personTopic(person), text);
}

// Who was put out is off the topic before this returns. The rest is read from the database: messages of two nodes may
// cross, and the last to arrive need not be the last that happened.
function moved(realtime: Realtime, { kind, person, room }: Of<'entered' | 'exited'>): void {
  for (const connection of realtime.hub.ofPerson(person)) {
    if (kind === 'exited') leave(realtime, connection, room);
    settle(realtime, connection);
  }
}

function signedOut(realtime: Realtime, { account, session }: Of<'signed-out'>): void {
  realtime.hub.revoke(account);
  for (const connection of realtime.hub.ofAccount(account)) {
    if (!session || connection.who?.session === session) closeWith(connection, CLOSE.signedOut);
  }
}

function personChanged(realtime: Realtime, { person }: Of<'person-changed'>): void {
  realtime.hub.revoke(person);
  for (const connection of realtime.hub.ofPerson(person)) closeWith(connection, CLOSE.changed);
}

// Whoever is being signed in now may have been read before it, and is read again.
function personEdited(realtime: Realtime, { person, now }: Of<'person-edited'>): void {
  realtime.hub.revoke(person);
  for (const connection of realtime.hub.ofPerson(person)) {
    const { who } = connection;
    if (who) connection.who = { ...who, person: { ...who.person, ...now } };
  }
}

function schoolChanged(realtime: Realtime, { schoolId }: Of<'school-changed'>): void {
  forgetTold(realtime, schoolId);
  for (const connection of realtime.hub.ofSchool(schoolId)) {
    if (connection.stage === 'live') whisper(realtime, connection, 'manifest.changed', {});
    settle(realtime, connection);
  }
}
