import { canBeTold } from './can-be-told.ts';

/** Whether somebody may want to be told by this browser while they are away: what that takes is fetched for nobody else. */
class AwayFromPage {
  wanted = $state(canBeTold() && Notification.permission === 'granted');
}

export const away = new AwayFromPage();
