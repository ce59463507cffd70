import { Migration } from '@mikro-orm/migrations';

/** Messages that no person wrote: a plugin says them in its own name, each key once in a room. */
export class LetPluginsSpeak extends Migration {
  override up(): void {
    this.addSql(`
      alter table message
        alter column author_id drop not null,
        add column by_plugin text check (by_plugin <> ''),
        add column plugin_key text check (char_length(plugin_key) between 1 and 200),
        add constraint message_one_author check (num_nonnulls(author_id, by_plugin) = 1),
        add constraint message_has_key check ((by_plugin is null) = (plugin_key is null))`);
    // Where there is no author the older key over room, author and clientId holds nothing: nulls are distinct.
    this.addSql(`
      create unique index message_plugin_key on message (room_id, by_plugin, plugin_key) where author_id is null`);
  }

  override down(): void {
    this.addSql('delete from message where author_id is null');
    this.addSql('drop index message_plugin_key');
    this.addSql(`
      alter table message
        drop constraint message_has_key, drop constraint message_one_author,
        drop column plugin_key, drop column by_plugin, alter column author_id set not null`);
  }
}
