import { erasureConsumer, patientErasedEvent, type SubgraphDefinition } from "@careconnect/kit";
import { migrations } from "../migrations/index.ts";
import { AppointmentFactRow } from "./facts/appointment-fact.entity.ts";
import { factConsumer } from "./facts/fact.consumer.ts";
import { InvoiceFactRow } from "./facts/invoice-fact.entity.ts";
import { PatientFactRow } from "./facts/patient-fact.entity.ts";
import { ProviderFactRow } from "./facts/provider-fact.entity.ts";
import { DailyMetricsRow } from "./metrics/daily-metrics.entity.ts";
import { MetricsResolver } from "./metrics/metrics.resolver.ts";
import { OrganizationSummaryRow } from "./organization/organization-summary.entity.ts";
import { reportsSubjectRules } from "./subject.rules.ts";

/** The numbers of an organization, from what the others tell in their events. */
export const reportsSubgraph: SubgraphDefinition = {
  name: "reports",
  entities: [
    OrganizationSummaryRow,
    PatientFactRow,
    ProviderFactRow,
    AppointmentFactRow,
    InvoiceFactRow,
    DailyMetricsRow,
  ],
  subjectRules: reportsSubjectRules,
  migrations,
  resolvers: [MetricsResolver],
  references: {},
  events: [patientErasedEvent("reports")],
  consumers: [factConsumer, erasureConsumer({ name: "reports", subjectRules: reportsSubjectRules })],
};
