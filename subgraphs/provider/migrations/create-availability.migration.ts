import { Migration } from "@mikro-orm/migrations";

export class CreateAvailability extends Migration {
  override up(): void {
    // An exclusion constraint that compares ids and names beside ranges needs btree_gist.
    this.addSql(`create schema if not exists extensions`);
    this.addSql(`create extension if not exists btree_gist with schema extensions`);
    this.addSql(`
      create table availability (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        provider_id uuid not null,
        effective_from date not null,
        primary key (id)
      )
    `);
    this.addSql(
      `alter table "availability" add constraint "availability_effective_from_unique" unique ("organization_id", "provider_id", "effective_from")`,
    );
    this.addSql(
      `alter table "availability" add constraint "availability_provider_id_foreign" foreign key ("provider_id") references "provider" ("id") on delete cascade`,
    );
    this.addSql(`
      create table weekly_hours (
        organization_id uuid not null,
        availability_id uuid not null,
        day text not null,
        from_minute int not null,
        to_minute int not null,
        visit_types text[] null,
        primary key (availability_id, day, from_minute)
      )
    `);
    this.addSql(
      `alter table "weekly_hours" add constraint "weekly_hours_availability_id_foreign" foreign key ("availability_id") references "availability" ("id") on delete cascade`,
    );
    this.addSql(
      `alter table "weekly_hours" add constraint "weekly_hours_day_check" check ("day" in ('MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'))`,
    );
    this.addSql(
      `alter table "weekly_hours" add constraint "weekly_hours_interval_check" check (0 <= from_minute and from_minute < to_minute and to_minute <= 1440)`,
    );
    this.addSql(
      `alter table "weekly_hours" add constraint "weekly_hours_visit_types_check" check (cardinality(visit_types) > 0 and visit_types <@ array['IN_PERSON', 'VIDEO', 'PHONE'])`,
    );
    this.addSql(
      `alter table "weekly_hours" add constraint "weekly_hours_overlap" exclude using gist (availability_id with =, day with =, int4range(from_minute, to_minute) with &&)`,
    );
  }
}
