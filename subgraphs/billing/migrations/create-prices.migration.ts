import { Migration } from "@mikro-orm/migrations";

/** What visits cost, what payers leave to patients, and the currency in which an organization counts. */
export class CreatePrices extends Migration {
  override up(): void {
    this.addSql("create extension if not exists btree_gist");
    this.addSql(`
      create table organization_reference (
        organization_id uuid not null,
        currency text not null,
        time_zone text not null,
        aggregate_version int not null,
        primary key (organization_id)
      )
    `);
    const owned = `
      id uuid not null,
      organization_id uuid not null,
      version int not null default 1,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (id)`;
    this.addSql(`
      create table price (
        visit_type text not null,
        specialty text null,
        payer_id uuid null,
        currency text not null,
        amount bigint not null,
        tax_basis_points int not null,
        starts_on date not null,
        ends_on date null,
        ${owned},
        constraint price_payer_id_foreign foreign key (payer_id) references payer (id) on delete restrict,
        constraint price_of_known_visit check (visit_type in ('IN_PERSON', 'VIDEO', 'PHONE')),
        constraint price_amount_in_range check (amount >= 0 and amount <= 10000000000),
        constraint price_tax_in_range check (tax_basis_points >= 0 and tax_basis_points <= 10000),
        constraint price_currency_code check (currency ~ '^[A-Z]{3}$'),
        constraint price_ends_after_start check (ends_on >= starts_on),
        constraint price_no_overlap exclude using gist (organization_id with =, visit_type with =,
          (coalesce(specialty, '')) with =, (coalesce(payer_id, '00000000-0000-0000-0000-000000000000'::uuid)) with =,
          daterange(starts_on, ends_on, '[]') with &&)
      )
    `);
    this.addSql("create index price_listed on price (organization_id, starts_on, id)");
    this.addSql(`
      create table payer_terms (
        payer_id uuid not null,
        plan text null,
        plan_folded text null,
        currency text not null,
        copay_amount bigint not null,
        coinsurance_basis_points int not null,
        starts_on date not null,
        ends_on date null,
        ${owned},
        constraint payer_terms_payer_id_foreign foreign key (payer_id) references payer (id),
        constraint payer_terms_copay_in_range check (copay_amount >= 0 and copay_amount <= 10000000000),
        constraint payer_terms_coinsurance_in_range
          check (coinsurance_basis_points >= 0 and coinsurance_basis_points <= 10000),
        constraint payer_terms_currency_code check (currency ~ '^[A-Z]{3}$'),
        constraint payer_terms_ends_after_start check (ends_on >= starts_on),
        constraint payer_terms_no_overlap exclude using gist (payer_id with =, (coalesce(plan_folded, '')) with =,
          daterange(starts_on, ends_on, '[]') with &&)
      )
    `);
    this.addSql("create index payer_terms_listed on payer_terms (organization_id, starts_on, id)");
  }
}
