import type { RoomRole } from './roles.ts';

/** The engine's own permissions and the room roles that hold them. Plugins bring theirs in their contracts. */
export const ENGINE_PERMISSIONS = {
  'message.send': ['host', 'moderator', 'member'],
  'message.announce': ['host', 'moderator'],
  'message.editOwn': ['host', 'moderator', 'member'],
  'message.deleteOwn': ['host', 'moderator', 'member'],
  'message.deleteAny': ['host', 'moderator'],
  'message.readHistory': ['host', 'moderator'],
  'room.rename': ['host'],
  'room.changeEntry': ['host'],
  'room.changeTopic': ['host', 'moderator'],
  'room.changePosting': ['host', 'moderator'],
  'room.changeHistory': ['host', 'moderator'],
  'room.archive': ['host'],
  'room.delete': ['host'],
  'participant.add': ['host', 'moderator'],
  'participant.remove': ['host', 'moderator'],
  'participant.changeRole': ['host'],
} as const satisfies Record<string, readonly RoomRole[]>;
export type EnginePermission = keyof typeof ENGINE_PERMISSIONS;

/** Whether a room role holds one of the engine's permissions. Pure. */
export const can = (role: RoomRole, permission: EnginePermission): boolean =>
  (ENGINE_PERMISSIONS[permission] as readonly RoomRole[]).includes(role);
