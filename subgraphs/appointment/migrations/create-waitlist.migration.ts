import { Migration } from "@mikro-orm/migrations";

export class CreateWaitlist extends Migration {
  override up(): void {
    this.addSql(`
      create table waitlist_entry (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        provider_id uuid null,
        specialty text null,
        visit_type text not null,
        wanted_from timestamptz(3) not null,
        wanted_until timestamptz(3) not null,
        joined_at timestamptz(3) not null,
        status text not null default 'WAITING',
        appointment_id uuid null,
        primary key (id),
        constraint waitlist_entry_appointment_id_foreign foreign key (appointment_id) references appointment (id),
        constraint waitlist_entry_one_wish check (num_nonnulls(provider_id, specialty) = 1),
        constraint waitlist_entry_window check (wanted_until > wanted_from),
        constraint waitlist_entry_booked_with_visit check ((status = 'BOOKED') = (appointment_id is not null))
      )
    `);
    this.addSql(
      `create index "waitlist_entry_organization_id_joined_at_id_index" on "waitlist_entry" ("organization_id", "joined_at", "id")`,
    );
    this.addSql(
      `create index "waitlist_entry_organization_id_patient_id_joined_at_id_index" on "waitlist_entry" ("organization_id", "patient_id", "joined_at", "id")`,
    );
    this.addSql(
      "create index waitlist_entry_provider_queue on waitlist_entry (organization_id, provider_id, joined_at, id) where status = 'WAITING'",
    );
    this.addSql(
      "create index waitlist_entry_specialty_queue on waitlist_entry (organization_id, specialty, joined_at, id) where status = 'WAITING'",
    );
    this.addSql("create index waitlist_entry_over on waitlist_entry (wanted_until) where status = 'WAITING'");
    this.addSql(`
      create table waitlist_offer (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        entry_id uuid not null,
        patient_id uuid not null,
        provider_id uuid not null,
        visit_type text not null,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3) not null,
        blocked_from timestamptz(3) null,
        blocked_until timestamptz(3) null,
        expires_at timestamptz(3) not null,
        outcome text null,
        primary key (id),
        constraint waitlist_offer_entry_id_foreign foreign key (entry_id) references waitlist_entry (id),
        constraint waitlist_offer_ends_after_start check (ends_at > starts_at),
        constraint waitlist_offer_expires_by_start check (expires_at <= starts_at),
        constraint waitlist_offer_provider_no_overlap exclude using gist (
          provider_id with =,
          tstzrange(coalesce(blocked_from, starts_at), coalesce(blocked_until, ends_at)) with &&
        ) where (outcome is null),
        constraint waitlist_offer_patient_no_overlap exclude using gist (
          patient_id with =, tstzrange(starts_at, ends_at) with &&
        ) where (outcome is null)
      )
    `);
    this.addSql(
      `create index "waitlist_offer_organization_id_entry_id_id_index" on "waitlist_offer" ("organization_id", "entry_id", "id")`,
    );
    this.addSql("create index waitlist_offer_due on waitlist_offer (expires_at) where outcome is null");
    this.addSql(`
      create table freed_slot (
        id uuid not null,
        organization_id uuid not null,
        provider_id uuid not null,
        starts_at timestamptz(3) not null,
        primary key (id)
      )
    `);
    this.addSql("create index freed_slot_queue on freed_slot (organization_id, id)");
  }
}
