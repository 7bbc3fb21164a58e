import { Migration } from "@mikro-orm/migrations";

/** What the OpenID provider remembers; a session is a sign-in of a person to a client. */
export class CreateProvider extends Migration {
  override up(): void {
    this.addSql(`
      create table oidc_artifact (
        model text not null,
        id_hash text not null,
        grant_id text null,
        uid_hash text null,
        sealed_payload text not null,
        expires_at timestamptz(3) not null,
        consumed_at timestamptz(3) null,
        primary key (model, id_hash)
      )
    `);
    this.addSql(`create index "oidc_artifact_grant_id_index" on "oidc_artifact" ("grant_id")`);
    this.addSql(`create index "oidc_artifact_uid_hash_index" on "oidc_artifact" ("uid_hash")`);
    this.addSql(`create index "oidc_artifact_expires_at_index" on "oidc_artifact" ("expires_at")`);
    this.addSql(`
      alter table session
        alter column token_hash drop not null,
        alter column scopes drop not null,
        add column client_id text null,
        add column browser_session_hash text null,
        add column amr text[] not null default '{}',
        add column acr text null,
        add column user_agent text null
    `);
    this.addSql(`alter table session alter column amr drop default`);
    this.addSql(`create index "session_browser_session_hash_index" on "session" ("browser_session_hash")`);
  }
}
