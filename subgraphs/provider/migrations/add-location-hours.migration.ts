import { Migration } from "@mikro-orm/migrations";

/** When locations are open. */
export class AddLocationHours extends Migration {
  override up(): void {
    this.addSql("alter table location add column opening_hours jsonb null");
  }
}
