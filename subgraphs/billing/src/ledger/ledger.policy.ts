import { by, Role, type Rule } from "@careconnect/kit";

/** The clinic's books are of those who keep them. */
export const readLedger: Rule = { action: "ledger.read", may: by("organization", Role.ADMIN, Role.STAFF) };
