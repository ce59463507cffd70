import type { z } from 'zod';
import type { RouteContext } from '../../../engine/index.ts';
import type { Attachments, State } from '../state.ts';

/** What looking at a file's content needs to know, and how it says no. */
export interface Looking {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly settings: Readonly<z.output<Attachments['settings']>>;
  readonly state: Pick<State, 'serialize' | 'pictures'>;
  readonly refuse: RouteContext<Attachments>['refuse'];
}
