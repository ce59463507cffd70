/** Every dialog of the shell by its name. Each is fetched when it is first opened. */
export const DIALOGS = {
  'browse-rooms': () => import('./BrowseRoomsDialog.svelte'),
  'class-people': () => import('./ClassPeopleDialog.svelte'),
  'class-settings': () => import('./ClassSettingsDialog.svelte'),
  'deleted-rooms': () => import('./DeletedRoomsDialog.svelte'),
  'join-class': () => import('./JoinClassDialog.svelte'),
  'new-class': () => import('./NewClassDialog.svelte'),
  'new-room': () => import('./NewRoomDialog.svelte'),
  people: () => import('./PeopleDialog.svelte'),
  'room-settings': () => import('./RoomSettingsDialog.svelte'),
  'sign-out': () => import('./SignOutDialog.svelte'),
} as const;
