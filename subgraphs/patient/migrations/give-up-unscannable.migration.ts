import { Migration } from "@mikro-orm/migrations";

/** What the virus scanner never looked at is given up one day. */
export class GiveUpUnscannable extends Migration {
  override up(): void {
    this.addSql("create index document_unscannable on document (updated_at) where state = 'UNSCANNABLE'");
  }
}
