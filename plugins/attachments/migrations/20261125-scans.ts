import { Migration } from '../../../engine/index.ts';

export class WidenScans extends Migration {
  override up(): void {
    this.addSql('alter table attachments_file drop constraint attachments_file_scan_check');
    this.addSql(`
      alter table attachments_file add constraint attachments_file_scan_check
        check (scan in ('none', 'waiting', 'clean', 'infected', 'unscannable'))`);
    this.addSql(`
      create index attachments_file_unjudged on attachments_file (school_id, scan, created_at)
        where scan in ('none', 'waiting')`);
  }

  override down(): void {
    this.addSql('drop index attachments_file_unjudged');
    this.addSql(`update attachments_file set scan = 'waiting' where scan = 'unscannable'`);
    this.addSql('alter table attachments_file drop constraint attachments_file_scan_check');
    this.addSql(`
      alter table attachments_file add constraint attachments_file_scan_check
        check (scan in ('none', 'waiting', 'clean', 'infected'))`);
  }
}
