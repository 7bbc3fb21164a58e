import { Migration } from "@mikro-orm/migrations";

/** What patients say of providers after their visits, how that changed, and what comes of it for each provider. */
export class CreateRatings extends Migration {
  override up(): void {
    this.addSql(`
      create table rating (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        appointment_id uuid not null,
        patient_id uuid not null,
        provider_id uuid not null,
        score smallint not null,
        feedback text null,
        anonymous boolean not null,
        status text not null,
        rejection_reason text null,
        primary key (id),
        constraint rating_appointment_unique unique (organization_id, appointment_id),
        constraint rating_provider_id_foreign foreign key (provider_id) references provider (id),
        constraint rating_score_check check (score >= 1 and score <= 5),
        constraint rating_status_check check (status in ('PENDING', 'PUBLISHED', 'REJECTED', 'WITHDRAWN'))
      )
    `);
    this.addSql("create index rating_of_provider on rating (organization_id, provider_id, status, created_at, id)");
    this.addSql("create index rating_of_patient on rating (organization_id, patient_id, created_at, id)");
    this.addSql("create index rating_to_moderate on rating (organization_id, status, created_at, id)");
    this.addSql("create index rating_listed on rating (organization_id, created_at, id)");
    this.addSql(`
      create table rating_change (
        id uuid not null,
        organization_id uuid not null,
        rating_id uuid not null,
        changed_at timestamptz(3) not null,
        actor_id uuid not null,
        status text not null,
        score smallint not null,
        feedback text null,
        rejection_reason text null,
        primary key (id),
        constraint rating_change_rating_id_foreign foreign key (rating_id) references rating (id)
      )
    `);
    this.addSql("create index rating_change_history on rating_change (organization_id, rating_id, changed_at, id)");
    this.addSql(`
      create table rateable_visit (
        organization_id uuid not null,
        appointment_id uuid not null,
        patient_id uuid not null,
        provider_id uuid not null,
        fulfilled_at timestamptz(3) not null,
        aggregate_version int not null,
        primary key (organization_id, appointment_id)
      )
    `);
    this.addSql(`
      create table counted_rating (
        organization_id uuid not null,
        rating_id uuid not null,
        provider_id uuid not null,
        score smallint not null,
        counted boolean not null,
        aggregate_version int not null,
        primary key (organization_id, rating_id)
      )
    `);
    this.addSql(
      "create index counted_rating_of_provider on counted_rating (organization_id, provider_id, score) where counted",
    );
    this.addSql("alter table provider add column rating_counts int[] not null default '{0,0,0,0,0}'");
    this.addSql("alter table provider add column rating double precision not null default 0");
  }
}
