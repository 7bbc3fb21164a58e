import { Migration } from "@mikro-orm/migrations";

export class CreateAccessGrants extends Migration {
  override up(): void {
    this.addSql(`
      create table access_grant (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        provider_id uuid not null,
        until timestamptz(3) not null,
        reason text null,
        ended_at timestamptz(3) null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "access_grant_organization_id_provider_id_until_index" on "access_grant" ("organization_id", "provider_id", "until")`,
    );
    this.addSql(
      `create index "access_grant_organization_id_patient_id_created_at_index" on "access_grant" ("organization_id", "patient_id", "created_at")`,
    );
    this.addSql(
      `alter table "access_grant" add constraint "access_grant_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
  }
}
