import { Migration } from "@mikro-orm/migrations";

/** Applications to become a provider, and their histories. */
export class CreateApplications extends Migration {
  override up(): void {
    this.addSql(`
      create table provider_application (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        given_name text null,
        family_name text null,
        email text null,
        specialties text[] not null,
        location_ids uuid[] not null,
        languages text[] not null,
        time_zone text not null,
        credentials text null,
        status text not null,
        provider_id uuid null,
        primary key (id),
        constraint provider_application_provider_id_foreign
          foreign key (provider_id) references provider (id) on delete no action,
        constraint provider_application_status_check check (
          status in ('SUBMITTED', 'IN_REVIEW', 'MORE_INFORMATION_REQUESTED', 'APPROVED', 'REJECTED', 'WITHDRAWN')
        ),
        constraint provider_application_approved_check check ((status = 'APPROVED') = (provider_id is not null))
      )
    `);
    this.addSql(
      `create index "provider_application_organization_id_created_at_id_index" on "provider_application" ("organization_id", "created_at", "id")`,
    );
    this.addSql(
      `create index "provider_application_organization_id_status_created_at_id_index" on "provider_application" ("organization_id", "status", "created_at", "id")`,
    );
    this.addSql(`
      create table provider_application_change (
        id uuid not null,
        organization_id uuid not null,
        application_id uuid not null,
        from_status text null,
        to_status text not null,
        changed_at timestamptz(3) not null,
        actor_id uuid not null,
        reason text null,
        primary key (id),
        constraint provider_application_change_application_id_foreign
          foreign key (application_id) references provider_application (id)
      )
    `);
    this.addSql(
      "create index provider_application_change_history on provider_application_change (organization_id, application_id, changed_at, id)",
    );
  }
}
