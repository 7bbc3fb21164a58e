import { z } from "zod";
import { lineOfText, pastDay } from "../patient/patient.schema.ts";

/** The code systems whose codes are known by how they look. */
const codesOf: ReadonlyMap<string, RegExp> = new Map([
  ["http://snomed.info/sct", /^[1-9]\d{5,17}$/],
  ["http://www.nlm.nih.gov/research/umls/rxnorm", /^[1-9]\d{0,7}$/],
]);

/** What an entry of a history is, by a public code system. */
const coding = {
  system: z.url("must be the code system's URI").max(200, "must have 200 characters at most"),
  code: lineOfText(100),
  display: lineOfText(500),
};

/** A code that its system cannot have is one that was mistyped. */
function isOfSystem({ system, code }: { readonly system?: string | undefined; readonly code?: string | undefined }) {
  return system === undefined || code === undefined || (codesOf.get(system)?.test(code) ?? true);
}

const wrongCode = { path: ["code"], message: "must be a code of its system" };

/** A new entry, which each kind extends by what is its own. */
export const newEntry = z.object({ patientId: z.string(), ...coding }).refine(isOfSystem, wrongCode);

/** Changes to an entry: null removes a value, and what it is cannot be removed; a code comes with its system and name. */
export const changedEntry = z
  .object({
    id: z.string(),
    expectedVersion: z.int(),
    system: coding.system.optional(),
    code: coding.code.optional(),
    display: coding.display.optional(),
  })
  .refine(isOfSystem, wrongCode)
  .refine(
    ({ system, code, display }) => new Set([system, code, display].map((part) => part === undefined)).size === 1,
    { path: ["code"], message: "must be given with its system and display, or none of them" },
  );

export const optionalDay = pastDay.nullish();
export const changedDay = pastDay.nullable().optional();
