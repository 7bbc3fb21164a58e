import { AddPriceDialog } from "./add-price-dialog.tsx";
import { AddTermsDialog } from "./add-terms-dialog.tsx";
import { EndPeriodDialog } from "./end-period-dialog.tsx";

/** What holds from one day to another. */
export interface PeriodRow {
  readonly id: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly version: number;
}

/** Which one is to be ended; null for a new one. */
export interface PriceDialogRequest {
  readonly of: "prices" | "terms";
  readonly row: PeriodRow | null;
  readonly onDone: () => void;
}

interface PriceDialogProps {
  readonly request: PriceDialogRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The dialogs about what visits cost, in one chunk that is loaded with the first of them. */
export function PriceDialog({ request: { of, row, onDone }, ...dialog }: PriceDialogProps) {
  if (row !== null) {
    return <EndPeriodDialog of={of} row={row} onDone={onDone} {...dialog} />;
  }
  return of === "prices" ? (
    <AddPriceDialog onDone={onDone} {...dialog} />
  ) : (
    <AddTermsDialog onDone={onDone} {...dialog} />
  );
}
