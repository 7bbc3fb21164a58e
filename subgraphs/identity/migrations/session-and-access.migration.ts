import { Migration } from "@mikro-orm/migrations";

/** Suspended accounts, the stages of signing keys, emergency access to patients, partners' clients. */
export class SessionAndAccess extends Migration {
  override up(): void {
    this.addSql(`
      alter table user_account
        add column suspended_at timestamptz(3) null,
        add column suspension_reason text null
    `);
    this.addSql(`
      alter table signing_key
        add column signs_from timestamptz(3) null,
        add column rotates_at timestamptz(3) null
    `);
    this.addSql(`update signing_key set signs_from = created_at, rotates_at = created_at + interval '90 days'`);
    this.addSql(`alter table signing_key alter column signs_from set not null, alter column rotates_at set not null`);
    this.addSql(`
      create table break_glass_access (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        user_id uuid not null,
        patient_id uuid not null,
        reason text null,
        expires_at timestamptz(3) not null,
        ended_at timestamptz(3) null,
        reviewed_at timestamptz(3) null,
        reviewed_by uuid null,
        review_note text null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "break_glass_access_organization_id_created_at_index" on "break_glass_access" ("organization_id", "created_at")`,
    );
    this.addSql(
      `create index "break_glass_access_user_id_expires_at_index" on "break_glass_access" ("user_id", "expires_at")`,
    );
    this.addSql(`
      create table client (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        name text not null,
        scopes text[] not null,
        secret_hash text null,
        previous_secret_hash text null,
        previous_secret_until timestamptz(3) null,
        jwks jsonb null,
        revoked_at timestamptz(3) null,
        primary key (id)
      )
    `);
    this.addSql(`create index "client_organization_id_created_at_index" on "client" ("organization_id", "created_at")`);
  }
}
