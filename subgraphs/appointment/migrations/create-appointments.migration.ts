import { Migration } from "@mikro-orm/migrations";

export class CreateAppointments extends Migration {
  override up(): void {
    this.addSql(`
      create table appointment (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        external_id text null,
        status text not null,
        visit_type text not null,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3) not null,
        reason text null,
        patient_id uuid not null,
        provider_id uuid not null,
        location_id uuid null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "appointment_organization_id_starts_at_id_index" on "appointment" ("organization_id", "starts_at", "id")`,
    );
    this.addSql(
      `create index "appointment_organization_id_patient_id_starts_at_id_index" on "appointment" ("organization_id", "patient_id", "starts_at", "id")`,
    );
    this.addSql(
      `create index "appointment_organization_id_provider_id_starts_at_id_index" on "appointment" ("organization_id", "provider_id", "starts_at", "id")`,
    );
    this.addSql(
      `create index "appointment_organization_id_status_starts_at_index" on "appointment" ("organization_id", "status", "starts_at")`,
    );
    this.addSql(
      `alter table "appointment" add constraint "appointment_external_id_unique" unique ("organization_id", "external_id")`,
    );
    // Where the template of the databases has it, it is there already.
    this.addSql("create extension if not exists btree_gist");
    for (const [name, column] of [
      ["appointment_provider_no_overlap", "provider_id"],
      ["appointment_patient_no_overlap", "patient_id"],
    ]) {
      this.addSql(`
        alter table appointment add constraint ${name}
        exclude using gist (${column} with =, tstzrange(starts_at, ends_at) with &&)
        where (status in ('REQUESTED', 'BOOKED', 'CONFIRMED', 'CHECKED_IN', 'IN_PROGRESS'))
      `);
    }
    this.addSql(`
      create table appointment_status_change (
        id uuid not null,
        organization_id uuid not null,
        appointment_id uuid not null,
        from_status text null,
        to_status text not null,
        changed_at timestamptz(3) not null,
        actor_id uuid not null,
        reason text null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "appointment_status_change_history" on "appointment_status_change" ("organization_id", "appointment_id", "changed_at", "id")`,
    );
    this.addSql(`alter table "appointment" add constraint "appointment_ends_after_start" check (ends_at > starts_at)`);
    this.addSql(
      `alter table "appointment_status_change" add constraint "appointment_status_change_appointment_id_foreign" foreign key ("appointment_id") references "appointment" ("id")`,
    );
  }
}
