import { Migration } from "@mikro-orm/migrations";

/** Nothing is kept of an authenticator app before its first code: a row is an app in use. */
export class DropPendingTotp extends Migration {
  override up(): void {
    this.addSql(`delete from totp_credential where confirmed_at is null`);
    this.addSql(`alter table totp_credential drop column confirmed_at`);
  }
}
