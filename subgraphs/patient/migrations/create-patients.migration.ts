import { Migration } from "@mikro-orm/migrations";

export class CreatePatients extends Migration {
  override up(): void {
    this.addSql(`
      create table mrn_sequence (
        organization_id uuid not null,
        next int not null,
        primary key (organization_id)
      )
    `);
    this.addSql(`
      create table patient (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        external_id text null,
        mrn text not null,
        given_name text not null,
        family_name text not null,
        given_name_folded text not null,
        family_name_folded text not null,
        birth_date date not null,
        deceased_date date null,
        gender text null,
        email text null,
        email_index varchar(255) null,
        phone text null,
        phone_index varchar(255) null,
        national_id text null,
        drivers_license text null,
        passport text null,
        language text null,
        time_zone text null,
        address jsonb null,
        archived_at timestamptz(3) null,
        archive_reason text null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "patient_organization_id_family_name_given_name_id_index" on "patient" ("organization_id", "family_name", "given_name", "id")`,
    );
    this.addSql(
      `create index "patient_organization_id_birth_date_id_index" on "patient" ("organization_id", "birth_date", "id")`,
    );
    this.addSql(
      `create index "patient_organization_id_email_index_index" on "patient" ("organization_id", "email_index")`,
    );
    this.addSql(
      `create index "patient_organization_id_phone_index_index" on "patient" ("organization_id", "phone_index")`,
    );
    this.addSql(
      `create index patient_given_name_prefix on patient (organization_id, given_name_folded text_pattern_ops)`,
    );
    this.addSql(
      `create index patient_family_name_prefix on patient (organization_id, family_name_folded text_pattern_ops)`,
    );
    this.addSql(`create index patient_mrn_prefix on patient (organization_id, mrn text_pattern_ops)`);
    this.addSql(`alter table "patient" add constraint "patient_mrn_unique" unique ("organization_id", "mrn")`);
    this.addSql(
      `alter table "patient" add constraint "patient_external_id_unique" unique ("organization_id", "external_id")`,
    );
    this.addSql(`
      create table condition (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        external_id text null,
        patient_id uuid not null,
        appointment_id uuid null,
        system text not null,
        code text not null,
        display text not null,
        onset date null,
        abatement date null,
        primary key (id)
      )
    `);
    this.addSql(
      `create index "condition_organization_id_patient_id_onset_index" on "condition" ("organization_id", "patient_id", "onset")`,
    );
    this.addSql(
      `alter table "condition" add constraint "condition_external_id_unique" unique ("organization_id", "external_id")`,
    );
    this.addSql(
      `alter table "condition" add constraint "condition_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
  }
}
