import * as z from "zod/mini";
import { counts, limits } from "../../graphql/limits.ts";
import { text } from "../../lib/forms/fields.ts";

const { UpdateProviderInput: most } = counts;

/** What the directory knows of a provider, as forms hold it. */
export const personShape = {
  givenName: text(limits.UpdateProviderInput.givenName),
  familyName: text(limits.UpdateProviderInput.familyName),
  specialties: z.array(z.string()).check(
    z.refine((codes) => codes.length > 0, { error: "forms.missing" }),
    z.maxLength(most.specialties.max),
  ),
  locationIds: z.array(z.string()).check(z.maxLength(most.locationIds.max)),
  languages: z.array(z.string()).check(z.maxLength(most.languages.max)),
  timeZone: z.string().check(z.minLength(1)),
};

const person = z.object(personShape);
export type PersonValues = z.input<typeof person>;

interface Known {
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly specialties: readonly { readonly code: string }[];
  readonly locations: readonly { readonly id: string }[];
  readonly languages: readonly string[];
  readonly timeZone: string;
}

/** Somebody of whom nothing is known yet, whose hours are on the clinic's clock unless told otherwise. */
export function newPerson(timeZone: string): PersonValues {
  return { givenName: "", familyName: "", specialties: [], locationIds: [], languages: [], timeZone };
}

/** Somebody who is known already, as forms hold them. */
export function personOf(known: Known): PersonValues {
  return {
    givenName: known.givenName ?? "",
    familyName: known.familyName ?? "",
    specialties: known.specialties.map(({ code }) => code),
    locationIds: known.locations.map(({ id }) => id),
    languages: [...known.languages],
    timeZone: known.timeZone,
  };
}
