import { Migration } from "@mikro-orm/migrations";

export class CreateUsers extends Migration {
  override up(): void {
    this.addSql(`
      create table organization (
        id uuid not null,
        name text not null,
        time_zone text not null,
        currency text not null,
        primary key (id)
      )
    `);
    this.addSql(`
      create table sign_in_failure (
        email_index text not null,
        failures int not null,
        last_failed_at timestamptz(3) not null,
        primary key (email_index)
      )
    `);
    this.addSql(`create index "sign_in_failure_last_failed_at_index" on "sign_in_failure" ("last_failed_at")`);
    this.addSql(`
      create table signing_key (
        kid text not null,
        public_key jsonb not null,
        sealed_private_key text not null,
        created_at timestamptz(3) not null,
        primary key (kid)
      )
    `);
    this.addSql(`
      create table user_account (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        email text null,
        email_index varchar(255) null,
        display_name text not null,
        roles text[] not null,
        patient_id uuid null,
        provider_id uuid null,
        password_hash text null,
        demo boolean not null,
        primary key (id)
      )
    `);
    this.addSql(`alter table "user_account" add constraint "user_account_email_unique" unique ("email_index")`);
    this.addSql(`
      create table session (
        id uuid not null,
        organization_id uuid not null,
        created_at timestamptz(3) not null,
        user_id uuid not null,
        token_hash text not null,
        scopes text[] not null,
        expires_at timestamptz(3) not null,
        last_used_at timestamptz(3) not null,
        revoked_at timestamptz(3) null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "session_organization_id_user_id_expires_at_index" on "session" ("organization_id", "user_id", "expires_at")`,
    );
    this.addSql(`alter table "session" add constraint "session_token_hash_unique" unique ("token_hash")`);
    this.addSql(
      `alter table "session" add constraint "session_user_id_foreign" foreign key ("user_id") references "user_account" ("id")`,
    );
  }
}
