import { Migration } from "@mikro-orm/migrations";

/** What was renewed after a gap stands twice, for other days; and how credentials changed is kept. */
export class RenewCredentials extends Migration {
  override up(): void {
    this.addSql("drop index provider_credential_number_unique");
    this.addSql(`
      alter table provider_credential
        add constraint provider_credential_number_once exclude using gist (
          organization_id with =, issuer_folded with =, number_index with =, daterange(issued_on, expires_on, '[]') with &&
        ) where (status = 'RECORDED'),
        add constraint provider_credential_number_of_one_provider exclude using gist (
          organization_id with =, issuer_folded with =, number_index with =, provider_id with <>
        ) where (status = 'RECORDED')
    `);
    this.addSql(`
      create table provider_credential_change (
        id uuid not null,
        organization_id uuid not null,
        credential_id uuid not null,
        changed_at timestamptz(3) not null,
        actor_id uuid not null,
        kind text not null,
        number text null,
        issuer text not null,
        issued_on date not null,
        expires_on date null,
        status text not null,
        revocation_reason text null,
        primary key (id),
        constraint provider_credential_change_credential_id_foreign
          foreign key (credential_id) references provider_credential (id)
      )
    `);
    this.addSql(
      "create index provider_credential_change_history on provider_credential_change (organization_id, credential_id, changed_at, id)",
    );
  }
}
