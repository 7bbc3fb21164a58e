import type { AppointmentRowFragment } from "../../../graphql/graphql.ts";
import type { BookedPatient } from "../../../lib/appointment-control.ts";
import { BookingDialog } from "./booking-dialog.tsx";
import { CancelDialog } from "./cancel-dialog.tsx";
import { RescheduleDialog } from "./reschedule-dialog.tsx";

export type DialogRequest =
  | { readonly kind: "book"; readonly patient: BookedPatient | null }
  | { readonly kind: "reschedule"; readonly appointment: AppointmentRowFragment; readonly startsAt?: string }
  | { readonly kind: "cancel"; readonly appointment: AppointmentRowFragment };

interface AppointmentDialogProps {
  readonly request: DialogRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The dialogs about appointments, in one chunk that is loaded with the first of them. */
export function AppointmentDialog({ request, ...dialog }: AppointmentDialogProps) {
  switch (request.kind) {
    case "book":
      return <BookingDialog patient={request.patient} {...dialog} />;
    case "reschedule":
      return <RescheduleDialog appointment={request.appointment} startsAt={request.startsAt} {...dialog} />;
    case "cancel":
      return <CancelDialog appointment={request.appointment} {...dialog} />;
  }
}
