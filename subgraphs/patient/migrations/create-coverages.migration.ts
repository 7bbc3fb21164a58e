import { Migration } from "@mikro-orm/migrations";

export class CreateCoverages extends Migration {
  override up(): void {
    this.addSql(`
      create table coverage (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        payer_id uuid not null,
        plan text null,
        member_number text null,
        member_number_index varchar(255) null,
        priority text not null,
        starts_on date not null,
        ends_on date null,
        primary key (id),
        constraint coverage_ends_after_start check (ends_on >= starts_on),
        constraint coverage_of_known_priority check (priority in ('PRIMARY', 'SECONDARY'))
      )
    `);
    this.addSql(
      `create index "coverage_organization_id_patient_id_starts_on_index" on "coverage" ("organization_id", "patient_id", "starts_on")`,
    );
    this.addSql(
      `create index "coverage_organization_id_member_number_index_index" on "coverage" ("organization_id", "member_number_index")`,
    );
    this.addSql(
      `alter table "coverage" add constraint "coverage_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
    // Where the template of the databases has it, it is there already.
    this.addSql("create extension if not exists btree_gist");
    this.addSql(
      `alter table "coverage" add constraint coverage_no_overlap exclude using gist (patient_id with =, priority with =, daterange(starts_on, ends_on, '[]') with &&)`,
    );
  }
}
