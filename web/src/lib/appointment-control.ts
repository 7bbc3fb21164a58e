import { createContext, useContext } from "react";
import type { AppointmentRowFragment } from "../graphql/graphql.ts";
import type { AppointmentAction } from "./appointment-actions.ts";

/** A patient as a booking names them. */
export interface BookedPatient {
  readonly id: string;
  readonly fullName: string;
  readonly mrn: string;
}

/** What any page may do with appointments. Dialogs open above the page; its lists follow by themselves. */
export interface AppointmentControl {
  /** Opens the booking dialog, for this patient if one is given. */
  readonly book: (patient?: BookedPatient) => void;
  /** Opens what is known of it. */
  readonly view: (appointment: AppointmentRowFragment) => void;
  /** Does it, or opens the dialog that it takes. */
  readonly act: (action: AppointmentAction, appointment: AppointmentRowFragment) => void;
  /** Opens the dialog that moves it, at a time that was chosen already. */
  readonly moveTo: (appointment: AppointmentRowFragment, startsAt: string) => void;
}

export const AppointmentControlContext = createContext<AppointmentControl>({
  book: () => undefined,
  view: () => undefined,
  act: () => undefined,
  moveTo: () => undefined,
});

export function useAppointmentControl(): AppointmentControl {
  return useContext(AppointmentControlContext);
}
