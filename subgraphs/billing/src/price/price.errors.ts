import { CommandRefusal, type ErrorDefinition, invalid, type UserError } from "@careconnect/kit";
import { termsOverlap } from "../terms/terms.entity.ts";
import { priceOverlap } from "./price.entity.ts";

/** What the commands of prices and of payers' terms refuse. */
export const priceErrors: readonly ErrorDefinition[] = [
  {
    code: "PRICE_OVERLAP",
    meaning: "the same visit has another price, or the same plan other terms, on some of these days",
    remedy: "end that one before, or choose other days",
  },
];

const overlaps = (what: string): UserError => ({
  code: "PRICE_OVERLAP",
  field: ["startsOn"],
  message: `There is ${what} on some of these days already: end that one before, or choose other days.`,
});

/** What the database refuses, and how the caller is told. */
export const priceConflicts: Readonly<Record<string, UserError>> = {
  [priceOverlap]: overlaps("a price for the same"),
  [termsOverlap]: overlaps("another decision for the same plan"),
};

/** Refuses days of which the last is before the first. */
export function requireOrder({
  startsOn,
  endsOn,
}: {
  readonly startsOn: string;
  readonly endsOn?: string | null | undefined;
}): void {
  if (endsOn && endsOn < startsOn) throw invalid(["endsOn"], "The last day must not be before the first.");
}

/** Refuses to end again, later or on the same day, what ends already. */
export function requireToEndSooner(row: { readonly endsOn?: string | null | undefined }, endsOn: string): void {
  if (row.endsOn && row.endsOn <= endsOn)
    throw new CommandRefusal("ILLEGAL_TRANSITION", ["endsOn"], "This ends by that day already.");
}

/** Refuses one more to the `known` ones of an organization. */
export function requireRoom(known: number, most: number): void {
  if (known >= most) throw invalid(["startsOn"], `There are ${most} already, which is as many as there can be.`);
}
