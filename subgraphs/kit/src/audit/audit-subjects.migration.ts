import { Migration } from "@mikro-orm/migrations";

/** One entry for all that a request read, with the patients concerned; entries of people who are not known yet. */
export class CreateAuditSubjects extends Migration {
  override up(): void {
    this.addSql(`
      alter table audit_entry
        alter column organization_id drop not null,
        alter column actor_id drop not null,
        add column actions text[] null,
        add column purpose text not null default 'TREATMENT',
        add column entity_types text[] null,
        add column subject_ids uuid[] not null default '{}',
        add column target text null
    `);
    this.addSql(`
      update audit_entry set
        actions = array[action],
        entity_types = case when entity_type is null then '{}' else array[entity_type] end,
        subject_ids = case when entity_type = 'Patient' then entity_ids else '{}' end
    `);
    this.addSql(`
      alter table audit_entry
        alter column actions set not null,
        alter column entity_types set not null,
        alter column purpose drop default,
        alter column subject_ids drop default,
        drop column action,
        drop column entity_type
    `);
    this.addSql(`create index "audit_entry_subject_ids_index" on "audit_entry" using gin ("subject_ids")`);
  }
}
