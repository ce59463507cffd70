// The door for plugins' contracts: browser-safe words, and nothing that runs.
export { foldName, foldText, UNSPACED } from './names.ts';
export { type PluginContract, passing, pluginContract, recorded } from './plugin-host/contract.ts';
export { ROOM_ROLES, type RoomRole, SCHOOL_ROLES, type SchoolRole } from './roles/roles.ts';
export { textUpTo } from './text.ts';
export type { Authored } from './views.ts';
