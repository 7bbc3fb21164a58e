import { Migration } from "@mikro-orm/migrations";

/** A patient has one picture: of several, the latest. */
export class OnePicture extends Migration {
  override up(): void {
    this.addSql(`
      update document set archived_at = now(), updated_at = now(), version = version + 1
      where category = 'PICTURE' and state = 'AVAILABLE' and archived_at is null and exists (
        select from document later
        where later.patient_id = document.patient_id and later.category = 'PICTURE' and later.state = 'AVAILABLE'
          and later.archived_at is null and (later.created_at, later.id) > (document.created_at, document.id))
    `);
    this.addSql(
      "create unique index document_one_picture on document (patient_id) where category = 'PICTURE' and state = 'AVAILABLE' and archived_at is null",
    );
  }
}
