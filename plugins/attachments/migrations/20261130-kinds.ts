import { Migration } from '../../../engine/index.ts';

const BEFORE = ['image', 'video', 'audio', 'voice', 'pdf', 'document', 'text'];
const ADDED = ['code', 'archive', 'book', 'legacy'];
const listed = (kinds: readonly string[]): string => kinds.map((kind) => `'${kind}'`).join(', ');

export class AddKinds extends Migration {
  override up(): void {
    this.#allow([...BEFORE, ...ADDED]);
  }

  override down(): void {
    this.addSql(`update attachments_file set kind = 'document' where kind in (${listed(ADDED)})`);
    this.#allow(BEFORE);
  }

  #allow(kinds: readonly string[]): void {
    this.addSql('alter table attachments_file drop constraint attachments_file_kind_check');
    this.addSql(`
      alter table attachments_file add constraint attachments_file_kind_check check (kind in (${listed(kinds)}))`);
  }
}
