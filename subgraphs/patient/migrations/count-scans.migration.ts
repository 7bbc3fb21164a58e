import { Migration } from "@mikro-orm/migrations";

/** How often the virus scanner was asked in vain: it is not asked for ever. */
export class CountScans extends Migration {
  override up(): void {
    this.addSql("alter table document add column scan_attempts int not null default 0");
  }
}
