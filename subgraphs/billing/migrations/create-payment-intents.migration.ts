import { Migration } from "@mikro-orm/migrations";

/** Payments over the gateway, which are under way before they are received, and may never be. */
export class CreatePaymentIntents extends Migration {
  override up(): void {
    this.addSql("alter table ledger_entry drop constraint ledger_entry_account_check");
    this.addSql(`alter table ledger_entry add constraint ledger_entry_account_check check (account in ('PATIENT_RECEIVABLE',
      'PAYER_RECEIVABLE', 'CASH', 'BANK', 'CARD_CLEARING', 'GATEWAY_CLEARING', 'SETTLED_BEFORE_IMPORT',
      'PATIENT_REFUNDS_PAYABLE', 'PAYER_REFUNDS_PAYABLE', 'TAX_PAYABLE', 'REVENUE', 'DISCOUNTS'))`);
    // The version before goes on writing payments and refunds until it is replaced, without these.
    this.addSql("alter table payment add column state text not null default 'SUCCEEDED'");
    this.addSql("alter table payment add column refunding_amount bigint not null default 0");
    this.addSql("alter table payment drop constraint payment_method_check");
    this.addSql(
      "alter table payment add constraint payment_method_check check (method in ('CASH', 'BANK_TRANSFER', 'CARD_TERMINAL', 'CARD_ONLINE'))",
    );
    this.addSql(
      "alter table payment add constraint payment_state_check check (state in ('PENDING', 'SUCCEEDED', 'FAILED'))",
    );
    this.addSql("alter table payment drop constraint payment_refunded_within_amount");
    this.addSql(`alter table payment add constraint payment_refunded_within_amount
      check (refunded_amount >= 0 and refunding_amount >= 0 and refunded_amount + refunding_amount <= amount)`);
    this.addSql(`alter table payment add constraint payment_refunded_was_received
      check (state = 'SUCCEEDED' or refunded_amount + refunding_amount = 0)`);
    this.addSql("drop trigger payment_stays on payment");
    this.addSql(`create trigger payment_stays before update or delete on payment for each row
      when (old.state = 'SUCCEEDED')
      execute function refuse_issued_change('refunded_amount', 'refunding_amount', 'reference', 'version', 'updated_at')`);
    this.addSql(`create trigger payment_under_way_stays before update or delete on payment for each row
      when (old.state <> 'SUCCEEDED')
      execute function refuse_issued_change('state', 'refunding_amount', 'received_at', 'reference', 'version', 'updated_at')`);
    this.addSql("alter table refund add column state text not null default 'SUCCEEDED'");
    for (const column of ["gateway_refund_id text", "failure_code text", "due_at timestamptz(3)"])
      this.addSql(`alter table refund add column ${column} null`);
    this.addSql(
      "alter table refund add constraint refund_state_check check (state in ('PENDING', 'SUCCEEDED', 'FAILED'))",
    );
    this.addSql("alter table refund add constraint refund_gateway_unique unique (gateway_refund_id)");
    this.addSql("create index refund_due on refund (organization_id, due_at) where due_at is not null");
    this.addSql("drop trigger refund_stays on refund");
    this.addSql(`create trigger refund_stays before update or delete on refund for each row
      when (old.due_at is null and old.gateway_refund_id is null)
      execute function refuse_issued_change('reason', 'version', 'updated_at')`);
    this.addSql(`create trigger refund_under_way_stays before update or delete on refund for each row
      when (old.due_at is not null or old.gateway_refund_id is not null)
      execute function refuse_issued_change('state', 'gateway_refund_id', 'failure_code', 'due_at', 'refunded_at', 'reason',
        'version', 'updated_at')`);
    this.addSql(`
      create table payment_intent (
        id uuid not null,
        organization_id uuid not null,
        version int not null default 1,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        payment_id uuid not null,
        intent_id text null,
        client_secret text null,
        status text null,
        charge_id text null,
        confirm_with text null,
        confirm_before timestamptz(3) null,
        return_url text null,
        attempts int not null default 0,
        declines int not null default 0,
        last_decline text null,
        failure_code text null,
        next_action_url text null,
        cancel_wanted boolean not null default false,
        closed_at timestamptz(3) null,
        due_at timestamptz(3) null,
        primary key (id),
        constraint payment_intent_payment_unique unique (payment_id),
        constraint payment_intent_intent_unique unique (intent_id),
        constraint payment_intent_payment_id_foreign foreign key (payment_id) references payment (id),
        constraint payment_intent_closed_is_done check (closed_at is null or due_at is null)
      )
    `);
    this.addSql("create index payment_intent_due on payment_intent (organization_id, due_at) where due_at is not null");
    this.addSql(`
      create table gateway_event (
        organization_id uuid not null,
        event_id text not null,
        type text not null,
        received_at timestamptz(3) not null,
        primary key (organization_id, event_id)
      )
    `);
    this.addSql("create index gateway_event_received on gateway_event (received_at)");
  }
}
