import { fold, timeZoneName } from "@careconnect/kit";
import { z } from "zod";
import { CredentialKind } from "../credential/credential.kind.ts";
import { credentialDay, credentialIssuer, credentialNumber, normalizeNumber } from "../credential/credential.schema.ts";
import { languageTags, locationIds, providerName, specialtyCodes } from "../provider/provider.schema.ts";

const mostCredentials = 20;

const credential = z
  .object({
    kind: z.enum(CredentialKind),
    number: credentialNumber,
    issuer: credentialIssuer,
    issuedOn: credentialDay,
    expiresOn: credentialDay.nullish().transform((day) => day ?? null),
  })
  .refine(({ issuedOn, expiresOn }) => expiresOn === null || issuedOn < expiresOn, {
    path: ["expiresOn"],
    message: "must be later than `issuedOn`",
  });

/** A credential that an applicant has shown. */
export type ApplicantCredential = z.output<typeof credential>;

const credentials = z
  .array(credential)
  .max(mostCredentials, `must be ${mostCredentials} at most`)
  .superRefine((list, context) => {
    const known = new Set<string>();
    for (const [index, { issuer, number }] of list.entries()) {
      const one = JSON.stringify([fold(issuer), normalizeNumber(number)]);
      if (known.has(one))
        context.addIssue({ code: "custom", path: [index, "number"], message: "must not be there twice" });
      known.add(one);
    }
  });

/** What an applicant says of themselves. */
export const applicantProfile = z.object({
  givenName: providerName,
  familyName: providerName,
  email: z.email("must be an e-mail address").max(320),
  specialties: specialtyCodes,
  locationIds,
  languages: languageTags,
  timeZone: timeZoneName,
  credentials,
});

/** Why a step is taken, for the history. */
export const stepReason = z
  .string()
  .trim()
  .min(10, "must have 10 characters at least")
  .max(2_000, "must have 2,000 at most");
