import type { NoticeView } from '../contract.ts';

/** Where in its room a notice leads to, as the end of an address. */
export const placeOf = ({ message }: Pick<NoticeView, 'message'>): string => {
  if (!message) return '';
  return `?${message.threadRoot ? `thread=${message.threadRoot}&` : ''}at=${message.seq}`;
};
