import type { PriceRowFragment, TermsRowFragment } from "../../../graphql/graphql.ts";
import { AddPriceDialog } from "./add-price-dialog.tsx";
import { AddTermsDialog } from "./add-terms-dialog.tsx";
import { EndPeriodDialog } from "./end-period-dialog.tsx";

/** What is to be done, and what afterwards. */
export type PriceDialogRequest = { readonly onDone: () => void } & (
  | { readonly kind: "addPrice" | "addTerms" }
  | { readonly kind: "endPrice"; readonly row: PriceRowFragment }
  | { readonly kind: "endTerms"; readonly row: TermsRowFragment }
);

interface PriceDialogProps {
  readonly request: PriceDialogRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The dialogs about what visits cost, in one chunk that is loaded with the first of them. */
export function PriceDialog({ request, ...dialog }: PriceDialogProps) {
  const { onDone } = request;
  switch (request.kind) {
    case "addPrice":
      return <AddPriceDialog onDone={onDone} {...dialog} />;
    case "addTerms":
      return <AddTermsDialog onDone={onDone} {...dialog} />;
    case "endPrice":
      return <EndPeriodDialog of="prices" row={request.row} onDone={onDone} {...dialog} />;
    case "endTerms":
      return <EndPeriodDialog of="terms" row={request.row} onDone={onDone} {...dialog} />;
  }
}
