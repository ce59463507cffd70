/** Whether somebody can be told by their browser itself. Not in another page's frame, where it may not be asked. */
export const canBeTold = (): boolean =>
  window.top === window.self && 'Notification' in window && 'serviceWorker' in navigator;
