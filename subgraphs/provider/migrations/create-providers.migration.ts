import { Migration } from "@mikro-orm/migrations";

export class CreateProviders extends Migration {
  override up(): void {
    this.addSql(`
      create table location (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        external_id text null,
        name text not null,
        name_folded text not null,
        address jsonb null,
        phone text null,
        time_zone text not null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "location_organization_id_name_id_index" on "location" ("organization_id", "name", "id")`,
    );
    this.addSql(
      `alter table "location" add constraint "location_external_id_unique" unique ("organization_id", "external_id")`,
    );
    this.addSql(`
      create table provider (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        external_id text null,
        given_name text not null,
        family_name text not null,
        given_name_folded text not null,
        family_name_folded text not null,
        gender text null,
        time_zone text not null,
        status text not null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "provider_organization_id_family_name_given_name_id_index" on "provider" ("organization_id", "family_name", "given_name", "id")`,
    );
    this.addSql(
      `create index provider_given_name_prefix on provider (organization_id, given_name_folded text_pattern_ops)`,
    );
    this.addSql(
      `create index provider_family_name_prefix on provider (organization_id, family_name_folded text_pattern_ops)`,
    );
    this.addSql(
      `alter table "provider" add constraint "provider_external_id_unique" unique ("organization_id", "external_id")`,
    );
    this.addSql(`
      create table provider_location (
        provider_id uuid not null,
        location_id uuid not null,
        organization_id uuid not null,
        primary key (provider_id, location_id)
      )
    `);
    this.addSql(`create index "provider_location_location_id_index" on "provider_location" ("location_id")`);
    this.addSql(`
      create table specialty (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        code text not null,
        name text not null,
        primary key (id)
      )
    `);
    this.addSql(`alter table "specialty" add constraint "specialty_code_unique" unique ("organization_id", "code")`);
    this.addSql(`
      create table provider_specialty (
        provider_id uuid not null,
        specialty_id uuid not null,
        organization_id uuid not null,
        primary key (provider_id, specialty_id)
      )
    `);
    this.addSql(`create index "provider_specialty_specialty_id_index" on "provider_specialty" ("specialty_id")`);
    this.addSql(
      `alter table "provider" add constraint "provider_status_check" check ("status" in ('PENDING', 'ACTIVE', 'SUSPENDED'))`,
    );
    this.addSql(
      `alter table "provider_location" add constraint "provider_location_provider_id_foreign" foreign key ("provider_id") references "provider" ("id") on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table "provider_location" add constraint "provider_location_location_id_foreign" foreign key ("location_id") references "location" ("id") on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table "provider_specialty" add constraint "provider_specialty_provider_id_foreign" foreign key ("provider_id") references "provider" ("id") on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table "provider_specialty" add constraint "provider_specialty_specialty_id_foreign" foreign key ("specialty_id") references "specialty" ("id") on update cascade on delete cascade`,
    );
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
