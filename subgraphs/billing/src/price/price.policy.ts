import { by, Role, type Rule } from "@careconnect/kit";

/** What visits cost, and what payers leave to patients, is what the front desk tells them. */
export const readPrices: Rule = { action: "price.read", may: by("organization", Role.ADMIN, Role.STAFF) };

/** What the clinic takes is administration's decision. */
export const changePrices: Rule = { action: "price.change", may: by("organization", Role.ADMIN) };
