import { Migration } from "@mikro-orm/migrations";

export class CountMergedPatientsOnce extends Migration {
  override up(): void {
    this.addSql(`
      alter table patient_fact
        add column merged boolean not null default false,
        add column merge_version int not null default 0
    `);
  }
}
