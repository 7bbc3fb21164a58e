/** The tables of the read model, each of them made anew by a rebuild. */
export const readModelTables = [
  "organization_summary",
  "patient_fact",
  "provider_fact",
  "appointment_fact",
  "invoice_fact",
  "daily_metrics",
] as const;
