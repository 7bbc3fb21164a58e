import { Migration } from "@mikro-orm/migrations";

/** Whose records are kept and not used. */
export class CreateRestrictedPatients extends Migration {
  override up(): void {
    this.addSql(`
      create table restricted_patient (
        organization_id uuid not null,
        patient_id uuid not null,
        restriction_id uuid not null,
        primary key (organization_id, patient_id, restriction_id)
      )
    `);
  }
}
