import { Migration } from "@mikro-orm/migrations";

/** The days that providers' licences cover. */
export class AddProviderLicences extends Migration {
  override up(): void {
    this.addSql("alter table provider_reference add column licensed jsonb null");
    this.addSql("alter table provider_reference add column licensed_version int not null default 0");
  }
}
