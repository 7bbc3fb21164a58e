import { Migration } from "@mikro-orm/migrations";

/** Whose an application was is forgotten some time after it was rejected or withdrawn. */
export class ForgetApplications extends Migration {
  override up(): void {
    this.addSql(`
      alter table provider_application
        add column forgotten_at timestamptz(3) null,
        add constraint provider_application_forgotten_check check (
          forgotten_at is null
          or (status in ('REJECTED', 'WITHDRAWN') and num_nonnulls(given_name, family_name, email, credentials) = 0)
        )
    `);
    this.addSql(
      "create index provider_application_settled on provider_application (updated_at) where status in ('REJECTED', 'WITHDRAWN') and forgotten_at is null",
    );
    this.addSql(
      "create index provider_application_unanswered on provider_application (updated_at) where status = 'MORE_INFORMATION_REQUESTED'",
    );
    // The serving role never changes a history; of applications that are forgotten it empties the reasons, by this alone.
    this.addSql(`
      create function forget_application_reasons(applications uuid[], kept_of uuid) returns void
      language sql security definer set search_path = pg_catalog as $$
        update public.provider_application_change as change set reason = null
        from public.provider_application as application
        where application.id = any(applications) and application.forgotten_at is not null
          and change.application_id = application.id and change.actor_id <> kept_of and change.reason is not null
      $$
    `);
  }
}
