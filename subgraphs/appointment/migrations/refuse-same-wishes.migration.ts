import { Migration } from "@mikro-orm/migrations";

/** Nobody waits twice for the same: of those who do, what they waited for last is left. */
export class RefuseSameWishes extends Migration {
  override up(): void {
    // One after the other, so that each is compared with what is kept alone.
    this.addSql(`
      do $$
      declare later record;
      begin
        for later in select * from waitlist_entry where status in ('WAITING', 'OFFERED') order by joined_at, id loop
          continue when not exists (
            select from waitlist_entry kept
            where kept.status in ('WAITING', 'OFFERED') and (kept.joined_at, kept.id) < (later.joined_at, later.id)
              and kept.patient_id = later.patient_id and kept.visit_type = later.visit_type
              and coalesce(kept.specialty, kept.provider_id::text) = coalesce(later.specialty, later.provider_id::text)
              and tstzrange(kept.wanted_from, kept.wanted_until) && tstzrange(later.wanted_from, later.wanted_until)
          );
          update waitlist_entry set status = 'LEFT', version = version + 1, updated_at = now() where id = later.id;
          with withdrawn as (
            update waitlist_offer set outcome = 'WITHDRAWN', version = version + 1, updated_at = now()
            where entry_id = later.id and outcome is null
            returning organization_id, provider_id, starts_at
          )
          insert into freed_slot (id, organization_id, provider_id, starts_at)
          select gen_random_uuid(), organization_id, provider_id, starts_at from withdrawn where starts_at > now();
        end loop;
      end $$
    `);
    this.addSql(`
      alter table waitlist_entry add constraint waitlist_entry_same_wish exclude using gist (
        patient_id with =, (coalesce(specialty, provider_id::text)) with =, visit_type with =,
        tstzrange(wanted_from, wanted_until) with &&
      ) where (status in ('WAITING', 'OFFERED'))
    `);
  }
}
