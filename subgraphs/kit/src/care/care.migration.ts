import { Migration } from "@mikro-orm/migrations";

/** What a subgraph without appointments knows of who sees whom. */
export class CreateCareVisits extends Migration {
  override up(): void {
    this.addSql(`
      create table care_visit (
        organization_id uuid not null,
        appointment_id uuid not null,
        patient_id uuid not null,
        provider_id uuid not null,
        starts_at timestamptz(3) not null,
        status text not null,
        aggregate_version int not null,
        primary key (organization_id, appointment_id)
      )
    `);
    this.addSql(
      `create index "care_visit_organization_id_provider_id_starts_at_index" on "care_visit" ("organization_id", "provider_id", "starts_at")`,
    );
  }
}

/** Of which visits two of one patient overlap. */
export class AddEndsToCareVisits extends Migration {
  override up(): void {
    this.addSql(`alter table care_visit add column ends_at timestamptz(3) null`);
    this.addSql(
      `create index "care_visit_organization_id_patient_id_starts_at_index" on "care_visit" ("organization_id", "patient_id", "starts_at")`,
    );
  }
}

/** What a subgraph that gives no access itself knows of who was given access to whom. */
export class CreateCareGrants extends Migration {
  override up(): void {
    this.addSql(`
      create table care_grant (
        organization_id uuid not null,
        grant_id uuid not null,
        patient_id uuid not null,
        provider_id uuid not null,
        until timestamptz(3) not null,
        ended_at timestamptz(3) null,
        aggregate_version int not null,
        primary key (organization_id, grant_id)
      )
    `);
    this.addSql(
      `create index "care_grant_organization_id_provider_id_until_index" on "care_grant" ("organization_id", "provider_id", "until")`,
    );
  }
}

/** What a subgraph that keeps no consents itself knows of what patients let be done with their data. */
export class CreateCareConsents extends Migration {
  override up(): void {
    this.addSql(`
      create table care_consent (
        organization_id uuid not null,
        consent_id uuid not null,
        patient_id uuid not null,
        scope text not null,
        subject text not null,
        decision text not null,
        aggregate_version int not null,
        primary key (organization_id, consent_id)
      )
    `);
    this.addSql(
      `create index "care_consent_organization_id_scope_subject_patient_id_index" on "care_consent" ("organization_id", "scope", "subject", "patient_id")`,
    );
  }
}

/** Which of what several records of a patient say was said last. */
export class AddDecisionTimesToCareConsents extends Migration {
  override up(): void {
    this.addSql(`alter table care_consent add column decided_at timestamptz(3) null`);
  }
}
