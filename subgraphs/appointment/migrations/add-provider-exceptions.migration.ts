import { Migration } from "@mikro-orm/migrations";

/** Providers' leave and extra hours. */
export class AddProviderExceptions extends Migration {
  override up(): void {
    this.addSql("alter table provider_reference add column exceptions jsonb not null default '[]'");
    this.addSql("alter table provider_reference add column exceptions_version int not null default 0");
  }
}
