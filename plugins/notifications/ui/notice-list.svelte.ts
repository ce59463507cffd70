import type { NoticeView } from '../contract.ts';
import type { NotificationsApi } from './api.ts';

/** The notices of one room, the newest first. */
export interface NoticeGroup {
  readonly room: NoticeView['room'];
  readonly notices: readonly NoticeView[];
}

/** What an open panel shows: pages of notices, the newest first. */
export class NoticeList {
  notices = $state.raw<readonly NoticeView[]>();
  more = $state(false);
  failed = $state(false);
  readonly #api: NotificationsApi;
  #asked = 0;

  constructor(api: NotificationsApi) {
    this.#api = api;
  }

  /** Rooms in the order of what is newest in them. */
  readonly groups: readonly NoticeGroup[] = $derived(grouped(this.notices ?? []));

  /** Reads the newest page anew; older ones that were fetched stay below it. Of several answers the last asked for holds. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const page = await this.#api.list.query({});
      if (asked !== this.#asked) return;
      const last = page.notices.at(-1)?.id;
      const older = page.more && last ? (this.notices ?? []).filter(({ id }) => id < last) : [];
      this.notices = [...page.notices, ...older];
      if (older.length === 0) this.more = page.more;
      this.failed = false;
    } catch {
      this.failed = true;
    }
  }

  async loadMore(): Promise<void> {
    const before = this.notices?.at(-1)?.id;
    if (!before) return;
    const page = await this.#api.list.query({ before });
    this.notices = [...(this.notices ?? []), ...page.notices];
    this.more = page.more;
  }
}

function grouped(notices: readonly NoticeView[]): NoticeGroup[] {
  const byRoom = new Map<string, NoticeView[]>();
  for (const notice of notices) byRoom.set(notice.room.id, [...(byRoom.get(notice.room.id) ?? []), notice]);
  return [...byRoom.values()].map((group) => ({ room: (group[0] as NoticeView).room, notices: group }));
}
