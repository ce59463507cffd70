import { Migration } from '@mikro-orm/migrations';
import { searchKey } from '../engine/index.ts';

/** As many rows as one statement brings up to date. */
const AT_ONCE = 1_000;

/** People are found by their names written as one word, too. */
export class FindNamesAsOneWord extends Migration {
  override async up(): Promise<void> {
    const rows = await this.execute(`select id, name from person where name like '% %' order by id`);
    const keys = (rows as { id: string; name: string }[]).map(({ id, name }) => ({ id, key: searchKey(name) }));
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      await this.execute(
        `update person p set search_key = v.key from jsonb_to_recordset(?::jsonb) v (id uuid, key text) where p.id = v.id`,
        [JSON.stringify(keys.slice(from, from + AT_ONCE))],
      );
    }
  }

  /** The keys of before were part of these. */
  override down(): void {}
}
