import { Migration } from "@mikro-orm/migrations";

/** What providers speak. */
export class AddProviderLanguages extends Migration {
  override up(): void {
    this.addSql("alter table provider add column languages text[] not null default '{}'");
  }
}
