import { Migration } from "@mikro-orm/migrations";

/** Partners' applications, which act for people, and which people let which of them do what. */
export class ApplicationAccess extends Migration {
  override up(): void {
    this.addSql(`
      alter table client
        add column kind text not null default 'MACHINE',
        add column redirect_uris text[] not null default '{}'
    `);
    this.addSql(`alter table client alter column kind drop default, alter column redirect_uris drop default`);
    this.addSql(`
      create table application_access (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        user_id uuid not null,
        client_id uuid not null,
        scopes text[] not null,
        last_used_at timestamptz(3) null,
        primary key (id)
      )
    `);
    this.addSql(
      `alter table "application_access" add constraint "application_access_user_client_unique" unique ("user_id", "client_id")`,
    );
    this.addSql(
      `alter table "application_access" add constraint "application_access_user_id_foreign" foreign key ("user_id") references "user_account" ("id")`,
    );
    this.addSql(
      `alter table "application_access" add constraint "application_access_client_id_foreign" foreign key ("client_id") references "client" ("id")`,
    );
  }
}
