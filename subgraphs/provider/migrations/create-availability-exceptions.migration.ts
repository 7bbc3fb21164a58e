import { Migration } from "@mikro-orm/migrations";

/** Leave and extra hours. */
export class CreateAvailabilityExceptions extends Migration {
  override up(): void {
    this.addSql(`
      create table availability_exception (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        provider_id uuid not null,
        kind text not null,
        from_day date not null,
        to_day date not null,
        from_minute int null,
        to_minute int null,
        visit_types text[] null,
        primary key (id),
        constraint availability_exception_provider_id_foreign
          foreign key (provider_id) references provider (id) on delete cascade,
        constraint availability_exception_kind_check check (kind in ('LEAVE', 'EXTRA_HOURS')),
        constraint availability_exception_days_check check (from_day <= to_day),
        constraint availability_exception_minutes_check check ((from_minute is null) = (to_minute is null)
          and 0 <= from_minute and from_minute < to_minute and to_minute <= 1440),
        constraint availability_exception_visit_types_check
          check (cardinality(visit_types) > 0 and visit_types <@ array['IN_PERSON', 'VIDEO', 'PHONE']),
        constraint availability_exception_parts_check
          check (case kind when 'LEAVE' then visit_types is null else from_minute is not null end)
      )
    `);
    this.addSql(
      `create index "availability_exception_organization_id_provider_id_to_day_index" on "availability_exception" ("organization_id", "provider_id", "to_day")`,
    );
  }
}
