import { lazy } from '#lib/kit/lazy.svelte.ts';

/** Every dialog of the shell by its name. Each is fetched when it is first opened. */
export const DIALOGS = {
  'browse-rooms': lazy(() => import('./BrowseRoomsDialog.svelte')),
  'class-people': lazy(() => import('./ClassPeopleDialog.svelte')),
  'class-settings': lazy(() => import('./ClassSettingsDialog.svelte')),
  'deleted-rooms': lazy(() => import('./DeletedRoomsDialog.svelte')),
  'enter-class': lazy(() => import('./EnterClassDialog.svelte')),
  'join-class': lazy(() => import('./JoinClassDialog.svelte')),
  'leave-class': lazy(() => import('./LeaveClassDialog.svelte')),
  'lost-messages': lazy(() => import('./LostMessagesDialog.svelte')),
  'new-class': lazy(() => import('./NewClassDialog.svelte')),
  'new-room': lazy(() => import('./NewRoomDialog.svelte')),
  people: lazy(() => import('./PeopleDialog.svelte')),
  'person-card': lazy(() => import('./PersonCardDialog.svelte')),
  'room-settings': lazy(() => import('./RoomSettingsDialog.svelte')),
  'sign-out': lazy(() => import('./SignOutDialog.svelte')),
} as const;
