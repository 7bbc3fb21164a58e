import { Migration } from "@mikro-orm/migrations";

/** When the person of a session last did something, which renewals of its tokens alone do not say. */
export class SessionActivity extends Migration {
  override up(): void {
    this.addSql(`alter table "session" add column "active_at" timestamptz(3) not null default now()`);
    this.addSql(`update "session" set "active_at" = "last_used_at"`);
    this.addSql(`alter table "session" alter column "active_at" drop default`);
  }
}
