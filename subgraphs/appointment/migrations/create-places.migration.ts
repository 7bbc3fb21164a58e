import { Migration } from "@mikro-orm/migrations";

/** Where providers see patients, and when these places are open. */
export class CreatePlaces extends Migration {
  override up(): void {
    this.addSql(`
      create table provider_places (
        organization_id uuid not null,
        provider_id uuid not null,
        location_ids uuid[] not null,
        aggregate_version int not null,
        primary key (organization_id, provider_id)
      )
    `);
    this.addSql(`
      create table location_reference (
        organization_id uuid not null,
        location_id uuid not null,
        time_zone text not null,
        opening_hours jsonb null,
        aggregate_version int not null,
        primary key (organization_id, location_id)
      )
    `);
  }
}
