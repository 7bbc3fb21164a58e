import type { ErrorDefinition, UserError } from "@careconnect/kit";

export const reconciliationErrors: readonly ErrorDefinition[] = [
  {
    code: "RECONCILIATION_UNDER_WAY",
    meaning: "a reconciliation was asked for, or runs",
    remedy: "wait for that one: it is the first of `reconciliations`",
  },
];

export const underWay: UserError = {
  code: "RECONCILIATION_UNDER_WAY",
  field: ["idempotencyKey"],
  message: "A reconciliation is under way: wait for what it finds.",
};
