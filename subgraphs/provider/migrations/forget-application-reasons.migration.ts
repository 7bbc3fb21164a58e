import { Migration } from "@mikro-orm/migrations";

/**
 * What was written for the steps of an application goes when it is forgotten whose it was, in the same statement: the serving
 * role never changes a history. What the system itself wrote is a code, and stays.
 */
export class ForgetApplicationReasons extends Migration {
  override up(): void {
    this.addSql("drop function forget_application_reasons(uuid[], uuid)");
    this.addSql(`
      create function forget_application_reasons() returns trigger
      language plpgsql security definer set search_path = pg_catalog as $$
      begin
        update public.provider_application_change set reason = null
        where application_id = new.id and actor_id <> '00000000-0000-7000-8000-000000000000' and reason is not null;
        return null;
      end $$
    `);
    this.addSql(`
      create trigger application_is_forgotten after update of forgotten_at on provider_application
        for each row when (new.forgotten_at is not null) execute function forget_application_reasons()
    `);
  }
}
