import { clockTime, listTime } from '#lib/kit/time.ts';
import type { OpeningView } from '../contract.ts';
import { words } from './words.ts';

/** "Mr Head opened it, 14:05 to 14:20"; with the day when it was not today. */
export function saidOpening({ person, openedAt, closedAt }: OpeningView): string {
  const when = saidTime(openedAt);
  return closedAt ? words.openedUntil(person.name, when, clockTime(closedAt)) : words.opened(person.name, when);
}

/** 14:05, "Yesterday, 14:05", "4 Mar, 14:05" */
export function saidTime(at: string): string {
  const day = listTime(at);
  const time = clockTime(at);
  return day === time ? time : `${day}, ${time}`;
}
