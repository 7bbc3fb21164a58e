import type { InvoicePaymentFragment, InvoiceWholeFragment } from "../../../graphql/graphql.ts";
import type { InvoiceAction } from "../invoice-actions.ts";
import { CreditDialog } from "./credit-dialog.tsx";
import { GiveUpDialog } from "./give-up-dialog.tsx";
import { IssueDialog } from "./issue-dialog.tsx";
import { LinesDialog } from "./lines-dialog.tsx";
import { PaymentDialog } from "./payment-dialog.tsx";
import { RefundDialog } from "./refund-dialog.tsx";
import { ReplaceDialog } from "./replace-dialog.tsx";
import { VoidDialog } from "./void-dialog.tsx";

export interface InvoiceDialogProps {
  readonly invoice: InvoiceWholeFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export type InvoiceDialogRequest =
  | { readonly kind: InvoiceAction; readonly invoice: InvoiceWholeFragment }
  | { readonly kind: "refund" | "giveUp"; readonly payment: InvoicePaymentFragment };

interface RequestedDialogProps {
  readonly request: InvoiceDialogRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The dialogs that move an invoice's money, in one chunk that is loaded with the first of them. */
export function InvoiceDialog({ request, ...dialog }: RequestedDialogProps) {
  switch (request.kind) {
    case "issue":
      return <IssueDialog invoice={request.invoice} {...dialog} />;
    case "edit":
      return <LinesDialog invoice={request.invoice} {...dialog} />;
    case "replace":
      return <ReplaceDialog invoice={request.invoice} {...dialog} />;
    case "void":
      return <VoidDialog invoice={request.invoice} {...dialog} />;
    case "pay":
      return <PaymentDialog invoice={request.invoice} {...dialog} />;
    case "credit":
      return <CreditDialog invoice={request.invoice} {...dialog} />;
    case "refund":
      return <RefundDialog payment={request.payment} {...dialog} />;
    case "giveUp":
      return <GiveUpDialog payment={request.payment} {...dialog} />;
  }
}
