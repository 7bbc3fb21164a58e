import type { CreditNoteRow } from "../credit/credit.entity.ts";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import type { InvoiceLineRow } from "../invoice/line.entity.ts";
import type { PaymentRow } from "../payment/payment.entity.ts";
import type { RefundRow } from "../payment/refund.entity.ts";
import type { Paper } from "./sheet.ts";

/** Whose paper it is. */
export interface Issuer {
  readonly name: string;
  /** Where it is and how it is reached, line by line. */
  readonly lines: readonly string[];
  /** What stands at the foot of every page, such as the account to which is paid. */
  readonly footer: string | null;
  readonly paper: Paper;
  /** By its IANA name: dates are of its calendar. */
  readonly timeZone: string;
}

/** To whom it goes, or who bears a share. */
export interface Party {
  readonly name: string;
  /** What stands below the name, line by line. */
  readonly lines: string[];
}

/** All that an invoice and its credit notes say. */
export interface PrintedInvoice {
  readonly issuer: Issuer;
  readonly patient: Party;
  readonly payer: Party | null;
  readonly invoice: Pick<
    InvoiceRow,
    | "number"
    | "externalId"
    | "status"
    | "currency"
    | "totalAmount"
    | "patientShareAmount"
    | "payerShareAmount"
    | "balanceAmount"
    | "issuedAt"
    | "dueAt"
    | "serviceOn"
    | "voidedAt"
  >;
  readonly lines: readonly Pick<
    InvoiceLineRow,
    "kind" | "description" | "quantity" | "unitAmount" | "amount" | "taxBasisPoints"
  >[];
  readonly payments: readonly (Pick<PaymentRow, "method" | "party" | "amount" | "receivedAt"> & {
    readonly refunds: readonly Pick<RefundRow, "amount" | "refundedAt">[];
  })[];
  /** What had been settled before it was imported. */
  readonly settledBefore: number;
  /** What was paid and credited later, and not given back yet. */
  readonly owedBack: number;
  readonly creditNotes: readonly Pick<
    CreditNoteRow,
    "number" | "party" | "amount" | "taxAmount" | "reason" | "issuedAt"
  >[];
}
