import { Migration } from "@mikro-orm/migrations";

export class CreateVisitNotes extends Migration {
  override up(): void {
    this.addSql(`
      create table visit_note (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        patient_id uuid not null,
        appointment_id uuid null,
        author_id uuid not null,
        provider_id uuid null,
        status text not null,
        draft text null,
        text text null,
        signed_at timestamptz(3) null,
        addendum_count int not null default 0,
        error_marked_at timestamptz(3) null,
        error_reason text null,
        primary key (id),
        constraint visit_note_is_draft_or_signed check (
          num_nonnulls(draft, text) = 1 and (text is null) = (signed_at is null)
          and (status <> 'DRAFT' or signed_at is null) and (status <> 'SIGNED' or signed_at is not null)),
        constraint visit_note_error_is_told check ((status = 'ENTERED_IN_ERROR') = (error_marked_at is not null))
      )
    `);
    this.addSql(
      `create index "visit_note_organization_id_patient_id_created_at_index" on "visit_note" ("organization_id", "patient_id", "created_at")`,
    );
    this.addSql(
      `create index "visit_note_organization_id_appointment_id_created_at_index" on "visit_note" ("organization_id", "appointment_id", "created_at")`,
    );
    this.addSql(
      `alter table "visit_note" add constraint "visit_note_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );
    this.addSql(`
      create table visit_note_addendum (
        id uuid not null,
        organization_id uuid not null,
        created_at timestamptz(3) not null,
        note_id uuid not null,
        patient_id uuid not null,
        author_id uuid not null,
        provider_id uuid null,
        number int not null,
        text text null,
        primary key (id)
      )
    `);
    this.addSql(
      `alter table "visit_note_addendum" add constraint "visit_note_addendum_number" unique ("note_id", "number")`,
    );
    this.addSql(
      `create index "visit_note_addendum_organization_id_patient_id_index" on "visit_note_addendum" ("organization_id", "patient_id")`,
    );
    this.addSql(
      `alter table "visit_note_addendum" add constraint "visit_note_addendum_note_id_foreign" foreign key ("note_id") references "visit_note" ("id") on delete cascade`,
    );
    this.addSql(
      `alter table "visit_note_addendum" add constraint "visit_note_addendum_patient_id_foreign" foreign key ("patient_id") references "patient" ("id")`,
    );

    // What was signed is as it is until it is deleted. With another key it says the same: that is how it is sealed anew.
    this.addSql(`
      create function visit_note_keeps_what_was_signed() returns trigger language plpgsql as $$
      begin
        if current_setting('careconnect.resealing', true) = 'on'
          and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
          return new;
        end if;
        raise exception 'what was signed is not changed' using errcode = 'integrity_constraint_violation';
      end $$
    `);
    this.addSql(`
      create trigger visit_note_signed_is_final before update on visit_note
        for each row when (
          old.signed_at is not null and (
            old.id, old.organization_id, old.patient_id, old.appointment_id, old.author_id, old.provider_id, old.text,
            old.signed_at, old.created_at
          ) is distinct from (
            new.id, new.organization_id, new.patient_id, new.appointment_id, new.author_id, new.provider_id, new.text,
            new.signed_at, new.created_at
          ))
        execute function visit_note_keeps_what_was_signed()
    `);
    this.addSql(`
      create trigger visit_note_addendum_is_final before update on visit_note_addendum
        for each row execute function visit_note_keeps_what_was_signed()
    `);
  }
}
