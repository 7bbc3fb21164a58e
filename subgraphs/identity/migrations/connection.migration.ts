import { Migration } from "@mikro-orm/migrations";

/** Who users are at issuers of somebody else's. */
export class Connections extends Migration {
  override up(): void {
    this.addSql(`
      create table user_identity (
        id uuid not null,
        organization_id uuid not null,
        created_at timestamptz(3) not null,
        user_id uuid not null,
        connection_id text not null,
        subject_index text not null,
        primary key (id)
      )
    `);
    this.addSql(`create index "user_identity_user_id_index" on "user_identity" ("user_id")`);
    this.addSql(
      `alter table "user_identity" add constraint "user_identity_subject_unique" unique ("connection_id", "subject_index")`,
    );
    this.addSql(
      `alter table "user_identity" add constraint "user_identity_user_id_foreign" foreign key ("user_id") references "user_account" ("id")`,
    );
  }
}
