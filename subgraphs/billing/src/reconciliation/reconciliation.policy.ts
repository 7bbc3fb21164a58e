import { by, Role, type Rule } from "@careconnect/kit";

/** What differs is found and mended by those who keep the books. */
export const readReconciliations: Rule = {
  action: "reconciliation.read",
  may: by("organization", Role.ADMIN, Role.STAFF),
};

export const runReconciliations: Rule = {
  action: "reconciliation.run",
  may: by("organization", Role.ADMIN, Role.STAFF),
};
