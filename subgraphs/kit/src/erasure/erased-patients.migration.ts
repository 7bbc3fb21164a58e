import { Migration } from "@mikro-orm/migrations";

/** Who was erased; the guards that ask for it are made from the declarations at every migration. */
export class CreateErasedPatients extends Migration {
  override up(): void {
    this.addSql(`
      create table erased_patient (
        organization_id uuid not null,
        patient_id uuid not null,
        erased_at timestamptz(3) not null,
        primary key (organization_id, patient_id)
      )
    `);
  }
}
