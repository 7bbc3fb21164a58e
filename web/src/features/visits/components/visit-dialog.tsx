import type { AppointmentRowFragment } from "../../../graphql/graphql.ts";
import { CompleteDialog } from "./complete-dialog.tsx";
import { DetailsDialog } from "./details-dialog.tsx";

export interface VisitDialogRequest {
  readonly kind: "details" | "complete";
  readonly appointment: AppointmentRowFragment;
}

interface VisitDialogProps {
  readonly request: VisitDialogRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The dialogs about what happens in a visit, in one chunk that is loaded with the first of them. */
export function VisitDialog({ request: { kind, appointment }, ...dialog }: VisitDialogProps) {
  return kind === "details" ? (
    <DetailsDialog appointment={appointment} {...dialog} />
  ) : (
    <CompleteDialog appointment={appointment} {...dialog} />
  );
}
