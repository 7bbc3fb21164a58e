import type { PolicyMatrix } from "@careconnect/kit/testing";

const organization = { ADMIN: "organization", STAFF: "organization", NURSE: "organization" } as const;
const patientData = ["consent", "location"] as const;
const everybody = { ...organization, PROVIDER: "organization", PATIENT: "organization" } as const;

/** A partner's application that changes appointments sees them, too. */
const appointments = ["appointments.read", "appointments.write"] as const;

const seen = {
  may: { ...organization, PROVIDER: ["own", "care", "grant", "breakGlass"], PATIENT: "self" },
  subjectTo: patientData,
  delegated: appointments,
} as const;

/** Who is known to be a patient: a provider's own visit outlasts their knowing it. */
const named = {
  may: { ...organization, PROVIDER: ["care", "grant", "breakGlass"], PATIENT: "self" },
  subjectTo: patientData,
  delegated: appointments,
} as const;

const changed = {
  may: { ...organization, PROVIDER: ["own", "care", "grant"], PATIENT: "self" },
  subjectTo: patientData,
  delegated: ["appointments.write"],
} as const;

const clinicsWord = { may: { ...organization, PROVIDER: ["own", "care", "grant"] }, subjectTo: patientData } as const;

/** Who treats patients reads what was found; the front desk does not. */
const consulted = {
  may: {
    ADMIN: "organization",
    NURSE: "organization",
    PROVIDER: ["own", "care", "grant", "breakGlass"],
    PATIENT: "self",
  },
  subjectTo: patientData,
} as const;

/** Who works with all patients has the queue; a patient what they wait for themselves. */
const waiting = { may: { ...organization, PATIENT: "self" }, subjectTo: patientData } as const;

/** Many visits at once, and a time that is held, are the clinic's to give. */
const given = { may: { ...organization, PROVIDER: "care" }, subjectTo: patientData } as const;

/** A video visit is its patient's and its provider's alone. */
const bothSides = { may: { PROVIDER: "own", PATIENT: "self" }, subjectTo: patientData } as const;

export const policyMatrix: PolicyMatrix = {
  rows: {
    "Query.appointment": seen,
    "Query.appointments": seen,
    "Query.appointmentSummary": seen,
    "Query.appointmentStatusCounts": seen,
    "Query.appointmentDayCounts": seen,
    "Query.consultation": { ...consulted, delegated: ["records.read"] },
    "Query.cancellationPreview": seen,
    "Query.availableSlots": { may: everybody, ofNobody: true, delegated: ["directory.read"] },
    "Query.providersWithSlots": { may: everybody, ofNobody: true, delegated: ["directory.read"] },
    "Query.availabilityImpact": {
      may: { ADMIN: "organization", STAFF: "organization", PROVIDER: "own" },
      subjectTo: patientData,
    },
    "Query.visitTypeRules": { may: everybody, ofNobody: true, delegated: ["directory.read"] },
    "Mutation.setVisitTypeRules": { may: { ADMIN: "organization" }, ofNobody: true },
    "Query.waitlist": waiting,
    "Mutation.joinWaitlist": waiting,
    "Mutation.leaveWaitlist": waiting,
    "Mutation.acceptWaitlistOffer": waiting,
    "Query.appointmentSeriesPreview": given,
    "Query.appointmentSeriesChangePreview": clinicsWord,
    "Mutation.bookAppointmentSeries": given,
    "Mutation.changeAppointmentSeries": clinicsWord,
    "Mutation.cancelAppointmentSeries": clinicsWord,
    "Mutation.bookAppointment": {
      may: { ...organization, PROVIDER: "care", PATIENT: "self" },
      subjectTo: patientData,
      delegated: ["appointments.write"],
    },
    "Mutation.holdAppointment": given,
    "Mutation.overbookAppointment": { may: { ADMIN: "organization", STAFF: "organization" }, subjectTo: patientData },
    "Mutation.rescheduleAppointment": changed,
    "Mutation.cancelAppointment": changed,
    "Mutation.confirmAppointment": clinicsWord,
    "Mutation.checkInAppointment": clinicsWord,
    "Mutation.startConsultation": { may: { NURSE: "organization", PROVIDER: "own" }, subjectTo: patientData },
    "Mutation.completeConsultation": { may: { PROVIDER: "own" }, subjectTo: patientData },
    "Mutation.joinVisitRoom": bothSides,
    "Mutation.admitToVisitRoom": { may: { PROVIDER: "own" }, subjectTo: patientData },
    "Mutation.sendVisitSignal": bothSides,
    "Mutation.leaveVisitRoom": bothSides,
    "Subscription.visitRoomChanged": bothSides,
    "Subscription.appointmentChanged": seen,
    "Subscription.patientStatusChanged": seen,
    Appointment: seen,
    "Appointment.patient": named,
    // One scope opens the appointment, another what was found.
    "Appointment.consultation": consulted,
    Patient: { ...named, repeatsId: true, delegated: [...appointments, "records.read", "invoices.read"] },
    "Patient.upcomingAppointments": named,
    "Patient.pastAppointments": named,
    Provider: { may: everybody, ofNobody: true, delegated: [...appointments, "directory.read"] },
    "Provider.upcomingAppointments": seen,
    "Provider.strandedAppointments": seen,
  },
  shown: {
    Appointment: [
      "externalId",
      "status",
      "visitType",
      "startsAt",
      "endsAt",
      "holdExpiresAt",
      "reason",
      "overbooked",
      "version",
      "provider",
      "location",
      "statusHistory",
      "series",
      "cancellation",
      "overlapping",
    ],
    // A link leads where joinVisitRoom decides who may go.
    Consultation: ["startedAt", "completedAt", "appointment", "summary", "joinUrl", "joinableFrom"],
    VisitRoom: ["side", "seat", "peer", "admitted", "closesAt", "iceServers"],
    VisitRoomChange: ["room", "signals"],
    IceServer: ["urls", "username", "credential"],
    EncounterSummary: ["complaint", "findings", "assessment", "plan", "prescriptions"],
    Prescription: ["medication", "dosage", "instructions"],
    AppointmentStatusChange: ["from", "to", "cause", "automatic", "changedAt", "reason"],
    AppointmentSummary: ["total", "upcoming", "cancelled"],
    AppointmentStatusCount: ["status", "count"],
    AppointmentDayCount: ["date", "total", "fulfilled", "cancelled"],
    Slot: ["startsAt", "endsAt", "visitType", "day", "localStartsAt", "provider"],
    ProviderWithSlots: ["provider", "slots"],
    VisitTypeRules: [
      "visitType",
      "durationMinutes",
      "bufferBeforeMinutes",
      "bufferAfterMinutes",
      "minimumNoticeMinutes",
      "horizonDays",
      "maximumPerDay",
      "cancellation",
      "version",
    ],
    CancellationTerms: ["noticeMinutes", "fee"],
    AppointmentCancellation: ["onBehalfOf", "late", "fee", "feeWaived"],
    CancellationPreview: ["freeUntil", "late", "fee"],
    Money: ["amount", "currency"],
    WaitlistEntry: [
      "status",
      "specialty",
      "visitType",
      "from",
      "until",
      "joinedAt",
      "version",
      "patient",
      "provider",
      "offer",
      "appointment",
    ],
    WaitlistOffer: ["startsAt", "endsAt", "expiresAt", "provider"],
    AppointmentSeries: ["rule", "startsAt", "timeZone", "visitType", "version", "appointments"],
    SeriesOccurrence: ["startsAt", "endsAt", "conflict"],
    AppointmentChange: ["cursor", "appointment"],
    PatientStatusChange: ["cursor", "patient", "status"],
  },
};
