import { Migration } from "@mikro-orm/migrations";

/** What a subgraph that merges no patients itself knows of who was merged with whom. */
export class CreatePatientAliases extends Migration {
  override up(): void {
    this.addSql(`
      create table patient_alias (
        organization_id uuid not null,
        patient_id uuid not null,
        surviving_id uuid not null,
        ended_at timestamptz(3) null,
        aggregate_version int not null,
        primary key (organization_id, patient_id)
      )
    `);
    this.addSql(
      `create index "patient_alias_organization_id_surviving_id_index" on "patient_alias" ("organization_id", "surviving_id")`,
    );
  }
}
