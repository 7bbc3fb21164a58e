import { Migration } from "@mikro-orm/migrations";

export class KeepLateTerms extends Migration {
  override up(): void {
    this.addSql("alter table appointment add column moved_late_from timestamptz(3) null");
  }
}
