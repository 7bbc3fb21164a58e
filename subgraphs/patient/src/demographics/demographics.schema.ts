import { z } from "zod";
import { emailAddress, lineOfText, personName, phoneNumber } from "../patient/patient.schema.ts";
import { AddressUse, ContactSystem, ContactUse, PreferredChannel } from "./demographics.type.ts";

const part = lineOfText(200).nullish();

/** Names of regions: of a code that stands for none, there is no name. */
const regions = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
const unknownRegion = "ZZ";

const country = z
  .string()
  .refine(
    (code) => /^[A-Z]{2}$/.test(code) && code !== unknownRegion && regions.of(code) !== undefined,
    "must be a country's ISO 3166-1 alpha-2 code such as US",
  );

const address = z
  .object({
    use: z.enum(AddressUse),
    lines: z.array(lineOfText(200)).max(4, "must be 4 at most").nullish(),
    district: part,
    city: part,
    state: part,
    postalCode: lineOfText(20).nullish(),
    country: country.nullish(),
  })
  .refine(({ use, lines, ...parts }) => lines?.length || Object.values(parts).some((value) => value != null), {
    path: ["lines"],
    message: "must say where it is, or the city or another part must",
  });

const contactPoint = z.discriminatedUnion("system", [
  z.object({
    system: z.enum([ContactSystem.PHONE, ContactSystem.SMS, ContactSystem.FAX]),
    use: z.enum(ContactUse).nullish(),
    value: phoneNumber,
  }),
  z.object({ system: z.literal(ContactSystem.EMAIL), use: z.enum(ContactUse).nullish(), value: emailAddress }),
]);

const emergencyContact = z.object({
  name: personName,
  relationship: lineOfText(100).nullish(),
  phone: phoneNumber,
});

const settings = z.object({
  preferredChannel: z.enum(PreferredChannel).nullish(),
  needsInterpreter: z.boolean().nullish(),
});

/** What a patient's record says beside their name and birth; a list that is given takes the place of the one there was. */
export const demographics = {
  addresses: z.array(address).max(10, "must be 10 at most").nullish(),
  contacts: z.array(contactPoint).max(20, "must be 20 at most").nullish(),
  emergencyContacts: z.array(emergencyContact).max(10, "must be 10 at most").nullish(),
  settings: settings.nullish(),
};

const checked = z.object(demographics);

export type CheckedDemographics = z.infer<typeof checked>;
export type CheckedAddress = z.infer<typeof address>;
export type CheckedSettings = z.infer<typeof settings>;
