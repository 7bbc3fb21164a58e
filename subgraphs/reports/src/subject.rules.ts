import { aboutNobody, aboutPatients, type SubjectRule } from "@careconnect/kit";
import { AppointmentFactRow } from "./facts/appointment-fact.entity.ts";
import { InvoiceFactRow } from "./facts/invoice-fact.entity.ts";
import { PatientFactRow } from "./facts/patient-fact.entity.ts";
import { ProviderFactRow } from "./facts/provider-fact.entity.ts";
import { DailyMetricsRow } from "./metrics/daily-metrics.entity.ts";
import { OrganizationSummaryRow } from "./organization/organization-summary.entity.ts";

const copied = {
  unexported: "what events told, which the records that they are about say themselves",
  erasure: { kind: "keep", because: "numbers have to stand: an id that leads to nobody any more" },
} as const;

/** What is a patient's, table by table. */
export const reportsSubjectRules: readonly SubjectRule[] = [
  aboutPatients(PatientFactRow, { whose: { patientBy: "id" }, ...copied }),
  aboutPatients(AppointmentFactRow, { whose: { patientBy: "patientId" }, ...copied }),
  aboutPatients(InvoiceFactRow, { whose: { patientBy: "patientId" }, ...copied }),
  ...aboutNobody("counts and sums", DailyMetricsRow, OrganizationSummaryRow),
  ...aboutNobody("those who work here", ProviderFactRow),
];
