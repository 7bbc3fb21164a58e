import { Migration } from "@mikro-orm/migrations";

/** What booking knows of patients and providers. */
export class CreateReferences extends Migration {
  override up(): void {
    this.addSql(`
      create table patient_reference (
        organization_id uuid not null,
        patient_id uuid not null,
        archived boolean not null,
        aggregate_version int not null,
        primary key (organization_id, patient_id)
      )
    `);
    this.addSql(`
      create table provider_reference (
        organization_id uuid not null,
        provider_id uuid not null,
        status text not null,
        time_zone text not null,
        specialties text[] not null,
        aggregate_version int not null,
        primary key (organization_id, provider_id)
      )
    `);
    this.addSql(`
      create table provider_template (
        organization_id uuid not null,
        provider_id uuid not null,
        effective_from date not null,
        weekly jsonb not null,
        aggregate_version int not null,
        primary key (organization_id, provider_id, effective_from)
      )
    `);
  }
}
