import { Migration } from "@mikro-orm/migrations";

/** Nobody signs in without a client any more: sessions that began so end, and what they alone had goes. */
export class DropDemoSessions extends Migration {
  override up(): void {
    this.addSql(`delete from session where client_id is null`);
    this.addSql(`alter table session drop column token_hash, drop column scopes`);
  }
}
