import {
  aboutNobody,
  aboutPatients,
  careConsentRule,
  careGrantRule,
  patientAliasRule,
  type SubjectRule,
} from "@careconnect/kit";
import { AppointmentRow } from "./booking/booking.entity.ts";
import { AppointmentStatusChangeRow } from "./booking/status-change.entity.ts";
import { ConsultationRow } from "./consultation/consultation.entity.ts";
import { LocationReference } from "./references/location-reference.entity.ts";
import { OrganizationReference } from "./references/organization-reference.entity.ts";
import { PatientReference } from "./references/patient-reference.entity.ts";
import { ProviderPlaces } from "./references/provider-places.entity.ts";
import { ProviderReference } from "./references/provider-reference.entity.ts";
import { ProviderTemplate } from "./references/provider-template.entity.ts";
import { ReminderRow } from "./reminders/reminder.entity.ts";
import { VisitRoomRow } from "./room/visit-room.entity.ts";
import { VisitSignalRow } from "./room/visit-signal.entity.ts";
import { SeriesRow } from "./series/series.entity.ts";
import { VisitTypeRulesRow } from "./visit-rules/visit-rules.entity.ts";
import { FreedSlotRow } from "./waitlist/freed-slot.entity.ts";
import { WaitlistEntryRow } from "./waitlist/waitlist-entry.entity.ts";
import { WaitlistOfferRow } from "./waitlist/waitlist-offer.entity.ts";

const byPatient = { whose: { patientBy: "patientId" } } as const;
const visits = { retention: { none: "visits are retained by the patient subgraph, which knows of all" } } as const;
const wishes = { retention: { none: "a wish for a visit is no treatment" } } as const;
const provider = "whose calendar it was";
const time = "what calendars and reports count";
const ledger = "what invoices are about";

/** What is a patient's, table by table. */
export const appointmentSubjectRules: readonly SubjectRule[] = [
  aboutPatients(AppointmentRow, {
    ...byPatient,
    ...visits,
    erasure: {
      kind: "replace",
      because: "invoices and the numbers of providers are about it",
      values: { externalId: null, reason: null },
      kept: {
        patientId: "an id that leads to nobody any more",
        providerId: provider,
        locationId: provider,
        status: time,
        visitType: time,
        startsAt: time,
        endsAt: time,
        holdExpiresAt: time,
        blockedFrom: time,
        blockedUntil: time,
        overbooked: time,
        seriesId: time,
        seriesSlot: time,
        movedLateFrom: ledger,
        cancelledOnBehalfOf: ledger,
        cancelledLate: ledger,
        cancellationFeeAmount: ledger,
        cancellationFeeCurrency: ledger,
        feeWaivedBy: ledger,
      },
    },
  }),
  aboutPatients(AppointmentStatusChangeRow, {
    whose: { parentBy: "appointmentId", parent: AppointmentRow },
    ...visits,
    erasure: {
      kind: "replace",
      because: "the history of the visit that stays",
      values: { reason: null },
      kept: { appointmentId: time, from: time, to: time, cause: time, changedAt: time, actorId: "who did it" },
    },
  }),
  aboutPatients(ConsultationRow, { ...byPatient, ...visits, erasure: { kind: "delete" } }),
  aboutPatients(SeriesRow, { ...byPatient, erasure: { kind: "keep", because: "visits that stay refer to it" } }),
  aboutPatients(WaitlistEntryRow, { ...byPatient, ...wishes, erasure: { kind: "delete" } }),
  aboutPatients(WaitlistOfferRow, { ...byPatient, ...wishes, erasure: { kind: "delete" } }),
  aboutPatients(ReminderRow, {
    whose: { parentBy: "appointmentId", parent: AppointmentRow },
    unexported: "when a reminder is sent, which the visit's time says",
    ...visits,
    erasure: { kind: "delete" },
  }),
  aboutPatients(VisitRoomRow, {
    ...byPatient,
    unexported: "which windows are open, while a visit goes on",
    ...visits,
    erasure: { kind: "delete" },
  }),
  aboutPatients(VisitSignalRow, {
    whose: { parentBy: "roomId", parent: VisitRoomRow },
    unexported: "how a browser is reached, for seconds",
    erasure: { kind: "pass", because: "gone when it is fetched, within a minute in any case" },
  }),
  aboutPatients(PatientReference, {
    ...byPatient,
    unexported: "a copy of what the patient subgraph exports",
    erasure: { kind: "keep", because: "that nothing may be booked for whom this id was" },
  }),
  careGrantRule,
  patientAliasRule,
  careConsentRule,
  ...aboutNobody("what a clinic decides", VisitTypeRulesRow, OrganizationReference, LocationReference),
  ...aboutNobody("a copy of when somebody works", ProviderReference, ProviderPlaces, ProviderTemplate),
  ...aboutNobody("a time that is free", FreedSlotRow),
];
