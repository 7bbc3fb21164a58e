import { Migration } from "@mikro-orm/migrations";

export class AddDemographics extends Migration {
  override up(): void {
    this.addSql(`
      alter table patient
        add column addresses text null,
        add column contacts text null,
        add column emergency_contacts text null,
        add column preferred_channel text null,
        add column needs_interpreter boolean not null default false
    `);
  }
}
