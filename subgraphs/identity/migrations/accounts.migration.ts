import { Migration } from "@mikro-orm/migrations";

/** What people do with their accounts: invitations, links by mail, second factors, and failures by client address. */
export class Accounts extends Migration {
  override up(): void {
    this.addSql(`alter table "sign_in_failure" rename column "email_index" to "subject"`);
    this.addSql(`
      create table outgoing_mail (
        id uuid not null,
        sealed_mail text not null,
        attempts int not null,
        next_attempt_at timestamptz(3) not null,
        created_at timestamptz(3) not null,
        primary key (id)
      )
    `);
    this.addSql(`create index "outgoing_mail_next_attempt_at_index" on "outgoing_mail" ("next_attempt_at")`);
    this.addSql(`
      create table one_time_link (
        id uuid not null,
        purpose text not null,
        token_hash text not null,
        sealed_email text not null,
        email_index text not null,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        used_at timestamptz(3) null,
        primary key (id)
      )
    `);
    this.addSql(`alter table "one_time_link" add constraint "one_time_link_token_hash_unique" unique ("token_hash")`);
    this.addSql(
      `create index "one_time_link_email_index_purpose_created_at_index" on "one_time_link" ("email_index", "purpose", "created_at")`,
    );
    this.addSql(`create index "one_time_link_expires_at_index" on "one_time_link" ("expires_at")`);
    this.addSql(`
      create table invitation (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        email text null,
        display_name text not null,
        roles text[] not null,
        patient_id uuid null,
        provider_id uuid null,
        invited_by uuid not null,
        token_hash text not null,
        expires_at timestamptz(3) not null,
        accepted_at timestamptz(3) null,
        user_id uuid null,
        revoked_at timestamptz(3) null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "invitation_organization_id_created_at_index" on "invitation" ("organization_id", "created_at")`,
    );
    this.addSql(`alter table "invitation" add constraint "invitation_token_hash_unique" unique ("token_hash")`);
    this.addSql(`
      create table totp_credential (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        user_id uuid not null,
        secret text null,
        confirmed_at timestamptz(3) null,
        last_step int not null,
        primary key (id)
      )
    `);
    this.addSql(`alter table "totp_credential" add constraint "totp_credential_user_id_unique" unique ("user_id")`);
    this.addSql(
      `alter table "totp_credential" add constraint "totp_credential_user_id_foreign" foreign key ("user_id") references "user_account" ("id")`,
    );
    this.addSql(`
      create table recovery_code (
        id uuid not null,
        organization_id uuid not null,
        created_at timestamptz(3) not null,
        user_id uuid not null,
        code_hash text not null,
        used_at timestamptz(3) null,
        primary key (id)
      )
    `);
    this.addSql(`create index "recovery_code_user_id_index" on "recovery_code" ("user_id")`);
    this.addSql(
      `alter table "recovery_code" add constraint "recovery_code_user_id_foreign" foreign key ("user_id") references "user_account" ("id")`,
    );
    this.addSql(`
      create table passkey (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        user_id uuid not null,
        credential_id text not null,
        public_key text not null,
        counter bigint not null,
        transports text[] not null,
        synced boolean not null,
        name text not null,
        last_used_at timestamptz(3) null,
        primary key (id)
      )
    `);
    this.addSql(`create index "passkey_user_id_index" on "passkey" ("user_id")`);
    this.addSql(`alter table "passkey" add constraint "passkey_credential_id_unique" unique ("credential_id")`);
    this.addSql(
      `alter table "passkey" add constraint "passkey_user_id_foreign" foreign key ("user_id") references "user_account" ("id")`,
    );
    this.addSql(`
      create table passkey_challenge (
        challenge_hash text not null,
        subject text not null,
        expires_at timestamptz(3) not null,
        primary key (challenge_hash)
      )
    `);
    this.addSql(`create index "passkey_challenge_expires_at_index" on "passkey_challenge" ("expires_at")`);
    this.addSql(`
      create table sign_in_progress (
        interaction_hash text not null,
        user_id uuid not null,
        methods text[] not null,
        step text not null,
        expires_at timestamptz(3) not null,
        primary key (interaction_hash)
      )
    `);
    this.addSql(`create index "sign_in_progress_expires_at_index" on "sign_in_progress" ("expires_at")`);
  }
}
