import { Migration } from "@mikro-orm/migrations";

/** In which roles people let applications act for them; of those who were asked before, nothing is known: they are asked again. */
export class ApplicationAccessRoles extends Migration {
  override up(): void {
    this.addSql(`alter table "application_access" add column "roles" text[] not null default '{}'`);
    this.addSql(`alter table "application_access" alter column "roles" drop default`);
  }
}
