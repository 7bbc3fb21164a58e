import {
  CareConsent,
  CareGrant,
  erasureConsumer,
  PatientAlias,
  patientErasedEvent,
  referenceBy,
  restrictionConsumer,
  type SubgraphDefinition,
} from "@careconnect/kit";
import { migrations } from "../migrations/index.ts";
import { AppointmentRow } from "./booking/booking.entity.ts";
import { bookingErrors } from "./booking/booking.errors.ts";
import { appointmentEvents } from "./booking/booking.events.ts";
import { readAppointments } from "./booking/booking.policy.ts";
import { BookingResolver } from "./booking/booking.resolver.ts";
import { readAppointment } from "./booking/booking.service.ts";
import { CommandsResolver } from "./booking/commands.resolver.ts";
import { CountsResolver } from "./booking/counts.resolver.ts";
import { AppointmentStatusChangeRow } from "./booking/status-change.entity.ts";
import { StatusChangeResolver } from "./booking/status-change.resolver.ts";
import { AppointmentCancellationResolver } from "./cancellation/appointment.resolver.ts";
import { cancellationErrors } from "./cancellation/cancellation.errors.ts";
import { CancellationResolver } from "./cancellation/cancellation.resolver.ts";
import { AppointmentConsultationResolver } from "./consultation/appointment.resolver.ts";
import { ConsultationRow } from "./consultation/consultation.entity.ts";
import { consultationSummaryReadyEvent } from "./consultation/consultation.events.ts";
import { ConsultationResolver } from "./consultation/consultation.resolver.ts";
import { releaseVisitsOf } from "./erasure/visit.release.ts";
import { holdTask } from "./holds/hold.task.ts";
import { ImpactResolver } from "./impact/impact.resolver.ts";
import { appointmentImport } from "./import/appointment.import.ts";
import { noShowTask } from "./no-show/no-show.task.ts";
import { AppointmentOverlapResolver } from "./overlap/appointment.resolver.ts";
import { prepaymentConsumer } from "./prepayment/prepayment.consumer.ts";
import { aliasConsumer } from "./references/alias.consumer.ts";
import { careConsumer, consentConsumer } from "./references/care.consumer.ts";
import { LocationReference } from "./references/location-reference.entity.ts";
import { OrganizationReference } from "./references/organization-reference.entity.ts";
import { resolvePatient } from "./references/patient.reference.ts";
import { PatientResolver } from "./references/patient.resolver.ts";
import { PatientReference } from "./references/patient-reference.entity.ts";
import { placeConsumer } from "./references/place.consumer.ts";
import { resolveProvider } from "./references/provider.reference.ts";
import { ProviderResolver } from "./references/provider.resolver.ts";
import { ProviderPlaces } from "./references/provider-places.entity.ts";
import { ProviderReference } from "./references/provider-reference.entity.ts";
import { ProviderTemplate } from "./references/provider-template.entity.ts";
import { referenceConsumer } from "./references/reference.consumer.ts";
import { ReminderRow } from "./reminders/reminder.entity.ts";
import { reminderDueEvent } from "./reminders/reminder.events.ts";
import { reminderTask } from "./reminders/reminder.task.ts";
import { ConsultationRoomResolver } from "./room/consultation.resolver.ts";
import { roomErrors } from "./room/room.errors.ts";
import { roomEvents } from "./room/room.events.ts";
import { RoomResolver } from "./room/room.resolver.ts";
import { readRoomSettings, useRoomSettings } from "./room/room.settings.ts";
import { roomTask } from "./room/room.task.ts";
import { VisitRoomRow } from "./room/visit-room.entity.ts";
import { VisitSignalRow } from "./room/visit-signal.entity.ts";
import { SeriesRow } from "./series/series.entity.ts";
import { seriesErrors } from "./series/series.errors.ts";
import { AppointmentSeriesResolver, SeriesResolver } from "./series/series.resolver.ts";
import { ProvidersWithSlotsResolver } from "./slots/providers-with-slots.resolver.ts";
import { SlotsResolver } from "./slots/slots.resolver.ts";
import { appointmentSubjectRules } from "./subject.rules.ts";
import { ChangeResolver } from "./subscriptions/change.resolver.ts";
import { VisitTypeRulesRow } from "./visit-rules/visit-rules.entity.ts";
import { visitRulesErrors } from "./visit-rules/visit-rules.errors.ts";
import { visitTypeRulesChangedEvent } from "./visit-rules/visit-rules.events.ts";
import { VisitRulesResolver } from "./visit-rules/visit-rules.resolver.ts";
import { FreedSlotRow } from "./waitlist/freed-slot.entity.ts";
import { waitlistErrors } from "./waitlist/waitlist.errors.ts";
import { waitlistEvents } from "./waitlist/waitlist.events.ts";
import { WaitlistOfferResolver, WaitlistResolver } from "./waitlist/waitlist.resolver.ts";
import { waitlistTask } from "./waitlist/waitlist.task.ts";
import { WaitlistEntryRow } from "./waitlist/waitlist-entry.entity.ts";
import { WaitlistOfferRow } from "./waitlist/waitlist-offer.entity.ts";

/** Appointments and their history. */
export const appointmentSubgraph: SubgraphDefinition = {
  name: "appointment",
  entities: [
    AppointmentRow,
    AppointmentStatusChangeRow,
    ConsultationRow,
    OrganizationReference,
    PatientReference,
    ProviderReference,
    ProviderPlaces,
    LocationReference,
    ProviderTemplate,
    ReminderRow,
    SeriesRow,
    FreedSlotRow,
    VisitRoomRow,
    VisitSignalRow,
    VisitTypeRulesRow,
    WaitlistEntryRow,
    WaitlistOfferRow,
    CareGrant,
    PatientAlias,
    CareConsent,
  ],
  appendOnly: ["appointment_status_change"],
  subjectRules: appointmentSubjectRules,
  migrations,
  keepsPatients: true,
  resolvers: [
    AppointmentCancellationResolver,
    AppointmentConsultationResolver,
    AppointmentOverlapResolver,
    BookingResolver,
    CancellationResolver,
    ChangeResolver,
    CommandsResolver,
    ConsultationResolver,
    ConsultationRoomResolver,
    CountsResolver,
    ImpactResolver,
    PatientResolver,
    ProviderResolver,
    RoomResolver,
    SlotsResolver,
    ProvidersWithSlotsResolver,
    AppointmentSeriesResolver,
    SeriesResolver,
    StatusChangeResolver,
    VisitRulesResolver,
    WaitlistOfferResolver,
    WaitlistResolver,
  ],
  references: {
    Appointment: referenceBy(readAppointments, readAppointment),
    Patient: resolvePatient,
    Provider: resolveProvider,
  },
  imports: [appointmentImport],
  errors: [
    ...bookingErrors,
    ...cancellationErrors,
    ...visitRulesErrors,
    ...waitlistErrors,
    ...seriesErrors,
    ...roomErrors,
  ],
  events: [
    ...Object.values(appointmentEvents),
    reminderDueEvent,
    consultationSummaryReadyEvent,
    visitTypeRulesChangedEvent,
    ...waitlistEvents,
    ...roomEvents,
    patientErasedEvent("appointment"),
  ],
  consumers: [
    referenceConsumer,
    placeConsumer,
    prepaymentConsumer,
    careConsumer,
    consentConsumer,
    aliasConsumer,
    restrictionConsumer,
    erasureConsumer({ name: "appointment", subjectRules: appointmentSubjectRules, before: releaseVisitsOf }),
  ],
  tasks: [holdTask, noShowTask, reminderTask, waitlistTask, roomTask],
  prepare: async ({ config }) => useRoomSettings(readRoomSettings(process.env, config.issuer)),
};
