import { Migration } from '@mikro-orm/migrations';
import { plainLine, searchKey } from '../engine/index.ts';

/** As many rows as one statement brings up to date. */
const AT_ONCE = 1_000;

interface Row {
  readonly id: string;
  readonly name: string;
}

/** Names and titles stand in one form of Unicode, and people are found by what is typed for their name. */
export class FoldNames extends Migration {
  override async up(): Promise<void> {
    await this.execute(`alter table person add search_key text not null default ''`);
    await this.#update('person', 'name', searchKey);
    await this.#update('room', 'title');
    await this.#update('classroom', 'title');
    // Its words are looked for anywhere in a name, which no index of beginnings serves.
    await this.execute('drop index person_name');
  }

  override async down(): Promise<void> {
    await this.execute('alter table person drop search_key');
    await this.execute('create index person_name on person (school_id, lower(name) text_pattern_ops)');
  }

  /** A name that is nothing but what is taken away stays as it is. */
  async #update(table: string, column: string, keyOf?: (name: string) => string): Promise<void> {
    const rows = (await this.execute(`select id, ${column} "name" from ${table} order by id`)) as Row[];
    const plain = rows.map(({ id, name }) => ({ id, name: plainLine(name) || name, old: name }));
    const changed = plain.filter(({ name, old }) => keyOf !== undefined || name !== old);
    for (let from = 0; from < changed.length; from += AT_ONCE) {
      const some = changed.slice(from, from + AT_ONCE).map(({ id, name }) => ({ id, name, key: keyOf?.(name) }));
      await this.execute(
        `update ${table} t set ${column} = v.name ${keyOf ? ', search_key = v.key' : ''}
         from jsonb_to_recordset(?::jsonb) v (id uuid, name text, key text) where t.id = v.id`,
        [JSON.stringify(some)],
      );
    }
  }
}
