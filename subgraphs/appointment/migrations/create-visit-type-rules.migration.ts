import { Migration } from "@mikro-orm/migrations";

/** What an organization decides about a kind of visit, and the time that visits keep free around them. */
export class CreateVisitTypeRules extends Migration {
  override up(): void {
    this.addSql(`
      create table visit_type_rules (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        visit_type text not null,
        duration_minutes int not null,
        buffer_before_minutes int not null,
        buffer_after_minutes int not null,
        minimum_notice_minutes int not null,
        horizon_days int not null,
        maximum_per_day int null,
        primary key (id),
        constraint visit_type_rules_visit_type_unique unique (organization_id, visit_type),
        constraint visit_type_rules_positive check (duration_minutes > 0 and buffer_before_minutes >= 0
          and buffer_after_minutes >= 0 and minimum_notice_minutes >= 0 and horizon_days > 0 and maximum_per_day > 0)
      )
    `);
    const takesTime = "status in ('REQUESTED', 'BOOKED', 'CONFIRMED', 'CHECKED_IN', 'IN_PROGRESS')";
    // Null is what every visit was before, and what those without buffers are: only the time of the visit itself.
    this.addSql("alter table appointment add column blocked_from timestamptz(3) null");
    this.addSql("alter table appointment add column blocked_until timestamptz(3) null");
    this.addSql(
      "alter table appointment add constraint appointment_blocks_its_time check (blocked_from <= starts_at and blocked_until >= ends_at)",
    );
    this.addSql("alter table appointment drop constraint appointment_provider_no_overlap");
    this.addSql("alter table appointment drop constraint appointment_patient_no_overlap");
    // Made in this order again: who finds both taken is told of the provider.
    this.addSql(`
      alter table appointment add constraint appointment_provider_no_overlap
      exclude using gist
        (provider_id with =, tstzrange(coalesce(blocked_from, starts_at), coalesce(blocked_until, ends_at)) with &&)
      where (${takesTime} and not overbooked)
    `);
    this.addSql(`
      alter table appointment add constraint appointment_patient_no_overlap
      exclude using gist (patient_id with =, tstzrange(starts_at, ends_at) with &&) where (${takesTime})
    `);
  }
}
