import type { EngineEventName, EngineEvents, EnginePassing } from '../events/engine-events.ts';
import { applyDeleted, applyEdited, applySent } from '../messages/apply-message.ts';
import type { Reducers } from '../plugin-host/reducers.ts';
import type { EventFrame, PassingFrame } from '../realtime/protocol.ts';
import type { ParticipantView, PersonView, RoomView } from '../views.ts';
import { changeMessages, type RoomState } from './room-state.ts';

export type { Reduce, Reducers } from '../plugin-host/reducers.ts';
export type { RoomState } from './room-state.ts';

type Apply<E extends EngineEventName> = (state: RoomState, payload: EngineEvents[E], frame: EventFrame) => RoomState;

/** One entry for each recorded event of the engine: the compiler asks for the one that is forgotten. */
const APPLY: { readonly [E in EngineEventName]: Apply<E> } = {
  'room.opened': (state, { room }) => changeRoom(state, room),
  'room.renamed': (state, { title }) => changeRoom(state, { title }),
  'room.entryChanged': (state, { entry }) => changeRoom(state, { entry }),
  'room.topicChanged': (state, { topic }) => changeRoom(state, { topic }),
  'room.postingChanged': (state, { posting }) => changeRoom(state, { posting }),
  'room.historyChanged': (state, { history }, frame) =>
    changeRoom(state, { history, ...(history === 'all' && { historyFrom: frame.seq }) }),
  'room.archived': (state) => changeRoom(state, { archived: true }),
  'room.unarchived': (state) => changeRoom(state, { archived: false }),
  // A deleted room is left by its participants' screens; nothing that stands in the room itself changes.
  'room.deleted': (state) => state,
  'room.restored': (state) => state,
  'participant.joined': (state, { participant }) => ({
    ...state,
    participants: { ...state.participants, [participant.person.id]: participant },
  }),
  'participant.left': (state, { person, ended }, frame) =>
    changeParticipant(state, person, { leftAt: frame.at }, ended && { ended }),
  'participant.changed': (state, { person, role }) => changeParticipant(state, person, { role }),
  'message.sent': (state, { message }, frame) => applySent(state, message, frame),
  'message.noteChanged': (state, { id, note }) =>
    changeMessages(state, (message) => (message.id === id ? { ...message, note } : message)),
  'message.edited': (state, payload) => applyEdited(state, payload),
  'message.deleted': (state, payload) => applyDeleted(state, payload),
};

/**
 * What a room looks like after one recorded event. Pure, and the same on every screen: a fresh snapshot taken after the
 * event equals the old one with the event applied. An event the state already holds (`seq` up to `head`) changes nothing.
 */
export function applyEvent(state: RoomState, frame: EventFrame, reducers: Reducers): RoomState {
  if (frame.room !== state.room.id || frame.seq <= state.head) return state;
  const next = isEngineEvent(frame.event)
    ? (APPLY[frame.event] as Apply<EngineEventName>)(state, frame.payload as EngineEvents[EngineEventName], frame)
    : applyPluginEvent(state, frame, reducers);
  return { ...next, room: { ...next.room, head: frame.seq }, head: frame.seq };
}

/** What a passing event of the engine changes in a room; all others leave it as it is. */
export function applyPassing(state: RoomState, frame: PassingFrame): RoomState {
  if (frame.event !== 'person.changed') return state;
  const { person, ...change } = frame.payload as EnginePassing['person.changed'];
  return changeParticipant(state, person, {}, change);
}

const isEngineEvent = (event: string): event is EngineEventName => Object.hasOwn(APPLY, event);

const changeRoom = (state: RoomState, change: Partial<RoomView>): RoomState => ({
  ...state,
  room: { ...state.room, ...change },
});

function changeParticipant(
  state: RoomState,
  id: string,
  change: Partial<ParticipantView>,
  who: Partial<PersonView> = {},
): RoomState {
  const participant = state.participants[id];
  if (!participant) return state;
  const person = { ...participant.person, ...who };
  return { ...state, participants: { ...state.participants, [id]: { ...participant, ...change, person } } };
}

/** A plugin's event changes what that plugin shows on one message, if it says which (`messageId`) and how (a reducer). */
function applyPluginEvent(state: RoomState, frame: EventFrame, reducers: Reducers): RoomState {
  const dot = frame.event.indexOf('.');
  const plugin = frame.event.slice(0, dot);
  const reduce = Object.hasOwn(reducers, plugin) ? reducers[plugin]?.[frame.event.slice(dot + 1)] : undefined;
  const { messageId } = (frame.payload ?? {}) as { messageId?: unknown };
  if (!reduce || typeof messageId !== 'string') return state;
  return changeMessages(state, (message) => {
    if (message.id !== messageId || message.deletedAt !== null) return message;
    return { ...message, shows: withShown(message.shows, plugin, reduce(message.shows[plugin], frame.payload)) };
  });
}

function withShown(shows: Readonly<Record<string, unknown>>, plugin: string, shown: unknown): Record<string, unknown> {
  const { [plugin]: _, ...others } = shows;
  return shown === undefined ? others : { ...others, [plugin]: shown };
}
