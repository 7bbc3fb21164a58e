import { Migration } from "@mikro-orm/migrations";

/** What is announced and not sent is given up soon; what was sent is removed by what is written down, and by no column. */
export class BoundUploads extends Migration {
  override up(): void {
    this.addSql(`
      insert into file_removal (id, organization_id, area, file_id, due_at)
      select gen_random_uuid(), organization_id, 'uploads', id, upload_ends_at + interval '1 hour' from document
      where upload_cleared_at is null and state in ('AVAILABLE', 'REJECTED')
    `);
    this.addSql("drop index document_to_clear");
    this.addSql("alter table document drop column upload_cleared_at");
    this.addSql("create index document_awaited on document (upload_ends_at) where state = 'AWAITING_UPLOAD'");
    this.addSql(
      "create index document_awaited_from on document (organization_id, added_by) where state = 'AWAITING_UPLOAD'",
    );
  }
}
