import { Migration } from "@mikro-orm/migrations";

export class CreateConsents extends Migration {
  override up(): void {
    this.addSql(`
      create table consent (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        scope text not null,
        subject text not null,
        decision text not null,
        decided_at timestamptz(3) not null,
        by_patient boolean not null,
        primary key (id),
        constraint consent_decision_check check (decision in ('PERMIT', 'DENY'))
      )
    `);
    this.addSql(`
      create table consent_version (
        id uuid not null,
        organization_id uuid not null,
        consent_id uuid not null,
        patient_id uuid not null,
        number int not null,
        decision text not null,
        decided_at timestamptz(3) not null,
        actor_id uuid not null,
        by_patient boolean not null,
        primary key (id)
      )
    `);
    this.addSql("alter table consent add constraint consent_of_one_subject unique (patient_id, scope, subject)");
    this.addSql(
      `create index "consent_organization_id_scope_subject_patient_id_index" on "consent" ("organization_id", "scope", "subject", "patient_id")`,
    );
    this.addSql("alter table consent_version add constraint consent_version_number unique (consent_id, number)");
    this.addSql(
      `alter table "consent" add constraint "consent_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
    this.addSql(
      `alter table "consent_version" add constraint "consent_version_consent_id_foreign" foreign key ("consent_id") references "consent" ("id")`,
    );
  }
}
