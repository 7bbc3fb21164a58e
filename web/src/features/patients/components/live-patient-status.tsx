import { useMemo, useState } from "react";
import { type PatientStatus, PatientStatusChangesDocument } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useLiveEvents } from "../../../lib/live/use-live-events.ts";
import { PatientStatusBadge } from "../../../ui/status/status-badge.tsx";
import { patientStatusOf } from "../patient-status.ts";
import type { HeadPatient } from "./patient-page.tsx";

interface Told {
  readonly status: PatientStatus;
  /** The record as it was shown then: one that is read later knows better. */
  readonly record: HeadPatient;
}

/** Whether the patient waits or is being seen: as the record says, or the server since. */
export function LivePatientStatus({ patient }: { patient: HeadPatient }) {
  const { timeZone } = useFormat();
  const [told, setTold] = useState<Told | null>(null);
  const variables = useMemo(() => ({ patientId: patient.id }), [patient.id]);
  // What came before the stream was opened is a change of an appointment too, after which the record is read again.
  useLiveEvents(PatientStatusChangesDocument, variables, {
    onEvent({ patientStatusChanged: change }) {
      if (change) {
        setTold({ status: change.status, record: patient });
      }
    },
  });
  const visits = [...(patient.upcomingAppointments?.nodes ?? []), ...(patient.pastAppointments?.nodes ?? [])];
  const status = told?.record === patient ? told.status : patientStatusOf(visits, new Date(), timeZone);
  return status === null || status === "DISCHARGED" ? null : <PatientStatusBadge status={status} />;
}
