import { Migration } from "@mikro-orm/migrations";

/** Which partner's client did it: a person's application is not the person. */
export class AddAuditClient extends Migration {
  override up(): void {
    this.addSql(`alter table audit_entry add column client_id uuid null`);
  }
}
