import { Migration } from "@mikro-orm/migrations";

/** Providers' credentials. */
export class CreateCredentials extends Migration {
  override up(): void {
    this.addSql(`
      create table provider_credential (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        provider_id uuid not null,
        kind text not null,
        number text null,
        number_index varchar(255) null,
        issuer text not null,
        issuer_folded text not null,
        issued_on date not null,
        expires_on date null,
        status text not null,
        revoked_at timestamptz(3) null,
        revoked_by uuid null,
        revocation_reason text null,
        primary key (id),
        constraint provider_credential_provider_id_foreign foreign key (provider_id) references provider (id),
        constraint provider_credential_kind_check
          check (kind in ('MEDICAL_LICENSE', 'BOARD_CERTIFICATION', 'CONTROLLED_SUBSTANCES', 'LIFE_SUPPORT', 'DEGREE')),
        constraint provider_credential_status_check check (status in ('RECORDED', 'REVOKED', 'ENTERED_IN_ERROR')),
        constraint provider_credential_expires_after_issue check (expires_on > issued_on),
        constraint provider_credential_revocation_check
          check ((status = 'RECORDED') = (revoked_at is null) and (revoked_at is null) = (revoked_by is null))
      )
    `);
    this.addSql(
      `create index "provider_credential_organization_id_provider_id_issued_on_index" on "provider_credential" ("organization_id", "provider_id", "issued_on")`,
    );
    this.addSql(
      "create unique index provider_credential_number_unique on provider_credential (organization_id, issuer_folded, number_index) where status = 'RECORDED'",
    );
    this.addSql(
      "create index provider_credential_expiry on provider_credential (organization_id, expires_on) where status = 'RECORDED'",
    );
  }
}
