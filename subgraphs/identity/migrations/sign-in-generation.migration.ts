import { Migration } from "@mikro-orm/migrations";

/** What was proved for a sign-in before a reset, another password or a sign-out everywhere starts no session after it. */
export class SignInGeneration extends Migration {
  override up(): void {
    this.addSql(`alter table "user_account" add column "sign_in_generation" int not null default 0`);
    this.addSql(`alter table "sign_in_progress" add column "generation" int not null default 0`);
    this.addSql(`alter table "sign_in_progress" alter column "generation" drop default`);
  }
}
