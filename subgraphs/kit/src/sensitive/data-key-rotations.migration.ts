import { Migration } from "@mikro-orm/migrations";

/** Which rotations have come to their end. */
export class AddDataKeyRotations extends Migration {
  override up(): void {
    this.addSql("alter table data_key add column resealed_at timestamptz(3) null");
    this.addSql(`
      update data_key newest set resealed_at = now()
      where exists (
        select from data_key older
        where older.organization_id = newest.organization_id and older.generation < newest.generation
          and older.retired_at is not null
      )
    `);
  }
}
