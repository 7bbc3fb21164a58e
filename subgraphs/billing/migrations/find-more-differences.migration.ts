import { Migration } from "@mikro-orm/migrations";

/** More ways in which what belongs together can differ. */
export class FindMoreDifferences extends Migration {
  override up(): void {
    this.addSql("alter table reconciliation_difference drop constraint reconciliation_difference_kind_check");
    this.addSql(`
      alter table reconciliation_difference add constraint reconciliation_difference_kind_check check (kind in (
        'GATEWAY_PAYMENT_UNKNOWN', 'PAYMENT_UNKNOWN_TO_GATEWAY', 'PAYMENT_STATUS_DIFFERS', 'PAYMENT_AMOUNT_DIFFERS',
        'GATEWAY_REFUND_UNKNOWN', 'REFUND_UNKNOWN_TO_GATEWAY', 'REFUND_STATUS_DIFFERS', 'REFUND_AMOUNT_DIFFERS',
        'PAYMENT_REFUNDS_DIFFER', 'PAYMENT_LEDGER_DIFFERS', 'REFUND_LEDGER_DIFFERS', 'CREDIT_NOTE_LEDGER_DIFFERS',
        'INVOICE_NOT_IN_LEDGER', 'INVOICE_BALANCE_DIFFERS', 'INVOICE_PAID_DIFFERS', 'INVOICE_LINES_DIFFER',
        'INVOICE_LEDGER_DIFFERS', 'INVOICE_STATUS_DIFFERS', 'INVOICE_CURRENCY_DIFFERS', 'NUMBER_MISSING',
        'LEDGER_UNBALANCED', 'VISIT_WITHOUT_INVOICE', 'INVOICE_WITHOUT_VISIT', 'REFUND_NOT_GIVEN', 'PREPAYMENT_WITHOUT_INVOICE',
        'PREPAYMENT_MONEY_DIFFERS', 'PREPAYMENT_VISIT_DIFFERS'))
    `);
  }
}
