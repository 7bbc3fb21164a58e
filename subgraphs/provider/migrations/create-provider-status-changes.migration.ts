import { Migration } from "@mikro-orm/migrations";

/** How providers came to be suspended and back. */
export class CreateProviderStatusChanges extends Migration {
  override up(): void {
    this.addSql(`
      create table provider_status_change (
        id uuid not null,
        organization_id uuid not null,
        provider_id uuid not null,
        from_status text not null,
        to_status text not null,
        changed_at timestamptz(3) not null,
        actor_id uuid not null,
        reason text not null,
        primary key (id),
        constraint provider_status_change_provider_id_foreign
          foreign key (provider_id) references provider (id) on delete cascade,
        constraint provider_status_change_check check (from_status <> to_status)
      )
    `);
    this.addSql(
      "create index provider_status_change_history on provider_status_change (organization_id, provider_id, changed_at, id)",
    );
  }
}
