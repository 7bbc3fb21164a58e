import { Migration } from "@mikro-orm/migrations";

export class FindDuplicates extends Migration {
  override up(): void {
    // Where the template of the databases has it, it is there already.
    this.addSql("create extension if not exists fuzzystrmatch");
    this.addSql(`
      create table patient_distinction (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        one_id uuid not null,
        other_id uuid not null,
        reason text null,
        ended_at timestamptz(3) null,
        primary key (id),
        constraint patient_distinction_in_order check (one_id < other_id)
      )
    `);
    this.addSql(
      `create unique index patient_distinction_unique on patient_distinction (organization_id, one_id, other_id) where ended_at is null`,
    );
    this.addSql(
      `alter table "patient_distinction" add constraint "patient_distinction_one_id_foreign" foreign key ("one_id") references "patient" ("id")`,
    );
    this.addSql(
      `alter table "patient_distinction" add constraint "patient_distinction_other_id_foreign" foreign key ("other_id") references "patient" ("id")`,
    );
  }
}
