import { given, optionalReference, type RowMapping, requiredReference } from "./row.mapping.ts";
import { invalid, RejectedRow } from "./row.rejection.ts";

/** One settled invoice per encounter; claims only add their ids, they hold no amounts. */
export const invoiceMapping: RowMapping<"invoices", "encounters.csv"> = {
  kind: "invoices",
  file: "encounters.csv",
  map(fields, context) {
    const encounter = fields.requiredText("Id");
    if (!context.imported.appointments.has(encounter)) {
      throw new RejectedRow("NOT_FOUND", "Id", "the encounter did not go in, so its invoice stays out too");
    }
    const total = fields.requiredAmount("TOTAL_CLAIM_COST");
    const payerShare = fields.requiredAmount("PAYER_COVERAGE");
    if (payerShare > total) throw invalid("PAYER_COVERAGE", "is more than TOTAL_CLAIM_COST");
    const claims = context.claimsOf(encounter);
    return {
      line: fields.line,
      externalId: encounter,
      appointmentExternalId: encounter,
      patientExternalId: requiredReference(fields, "PATIENT", "patients", context),
      ...given("payerExternalId", optionalReference(fields, "PAYER", "payers", context)),
      status: "PAID",
      currency: "USD",
      issuedAt: fields.requiredInstant("STOP"),
      total,
      payerShare,
      balance: 0,
      ...(claims.length > 0 && { claimExternalIds: claims }),
      lines: [{ description: fields.requiredText("DESCRIPTION"), quantity: 1, unitAmount: total, amount: total }],
    };
  },
};
