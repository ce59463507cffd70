// The door for everything that runs in a browser: plugins' UIs, the classroom's own, and programs that talk to a school.
// It is browser-safe, and what is not exported here is the engine's own business.

export { ENCODINGS, type Encoding, fileText } from './classrooms/roster/file-text.ts';
export { MOST_CHARACTERS, TOO_MANY } from './classrooms/roster/limits.ts';
export { createRealtimeClient, type RealtimeClient, type RealtimeClientOptions } from './client/realtime-client.ts';
export { type Refusal, refusalOf } from './client/refusal.ts';
export type { Follower } from './client/room-feeds.ts';
export type { Send, SendDraft, Sent } from './client/sender.ts';
export type { Status } from './client/status.ts';

export { DomainError, FAULTS, type Fault } from './errors/domain-error.ts';
export type { EngineEventName, EngineEvents, EnginePassingName } from './events/engine-events.ts';
// What a room shows, and how each event changes it.
export { applyThreadSeen, quoteText, sentMessage } from './messages/apply-message.ts';
export { countOf, isAlike, isMove, peopleOf, together } from './messages/moved.ts';
export { plainOf, withoutMarks, withoutStacks } from './messages/plain-of.ts';
export { trimText } from './messages/trim-text.ts';
export { foldName, nameBegins, nameMatches, UNSPACED } from './names.ts';
// What plugins' UIs are made of.
export type { AnyContribution, AnyPluginUi } from './plugin-host/any-plugin.ts';
export type * from './plugin-host/contract.ts';
export { routerKey, titleOf } from './plugin-host/contract.ts';
export * from './plugin-host/define-plugin-ui.ts';
// The frames as they travel.
export { CLOSE, type CloseCode, comesBack } from './realtime/close-codes.ts';
export type { EventFrame, PassingFrame, ReplayFrame, ServerFrame, Welcome } from './realtime/protocol.ts';
export { can, ENGINE_PERMISSIONS, type EnginePermission } from './roles/can.ts';
export {
  CLASS_ROLES,
  type ClassRole,
  GRANTS,
  type Grant,
  isStaff,
  ROOM_ROLES,
  type RoomRole,
  SCHOOL_ROLES,
  type SchoolRole,
} from './roles/roles.ts';
export { applyEvent, applyPassing, type Reduce, type Reducers } from './rooms/apply-event.ts';
export type { RoomState } from './rooms/room-state.ts';
export { unreadReplies } from './rooms/unread-replies.ts';
export type * from './views.ts';
export { aheadAt } from './wall-clock.ts';
