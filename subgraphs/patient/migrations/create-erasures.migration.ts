import { Migration } from "@mikro-orm/migrations";

/** Erasures of patients, and what each subgraph answered. */
export class CreateErasures extends Migration {
  override up(): void {
    this.addSql(`
      create table patient_erasure (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        patient_ids uuid[] not null default '{}',
        status text not null default 'REQUESTED',
        reason text null,
        requested_by uuid not null,
        decided_by uuid null,
        decided_at timestamptz(3) null,
        decision_reason text null,
        completed_at timestamptz(3) null,
        certificate text null,
        signature text null,
        primary key (id),
        constraint patient_erasure_decided_by_another
          check (status in ('REQUESTED', 'WITHDRAWN') or (decided_by is not null and decided_by <> requested_by)),
        constraint patient_erasure_completed_is_certified
          check (status <> 'COMPLETED' or num_nulls(completed_at, certificate, signature) = 0)
      )
    `);
    this.addSql(
      `create index "patient_erasure_organization_id_created_at_id_index" on "patient_erasure" ("organization_id", "created_at", "id")`,
    );
    this.addSql(
      `create unique index patient_erasure_live_unique on patient_erasure (patient_id) where status in ('REQUESTED', 'ORDERED')`,
    );
    this.addSql(
      `alter table "patient_erasure" add constraint "patient_erasure_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
    this.addSql(`
      create table patient_erasure_answer (
        id uuid not null,
        organization_id uuid not null,
        erasure_id uuid not null,
        subgraph text not null,
        erased_at timestamptz(3) not null,
        tables jsonb not null,
        primary key (id)
      )
    `);
    this.addSql(
      `alter table "patient_erasure_answer" add constraint "patient_erasure_answer_unique" unique ("erasure_id", "subgraph")`,
    );
    this.addSql(
      `alter table "patient_erasure_answer" add constraint "patient_erasure_answer_erasure_id_foreign" foreign key ("erasure_id") references "patient_erasure" ("id")`,
    );
  }
}
