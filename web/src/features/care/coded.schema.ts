import * as z from "zod/mini";
import { limits } from "../../graphql/limits.ts";
import { text } from "../../lib/forms/fields.ts";
import { codeSystems } from "./code-systems.ts";

const { display, system, code } = limits.RecordConditionInput;

// As the server knows the codes of these systems by how they look.
const looks: Readonly<Record<string, RegExp>> = {
  [codeSystems.snomed]: /^[1-9]\d{5,17}$/,
  [codeSystems.rxnorm]: /^[1-9]\d{0,7}$/,
};

/** What each entry of a history has: a name, and a code of a system. */
export const coded = {
  display: text(display),
  system: text(system),
  code: text(code),
};

export interface CodedValues {
  readonly display: string;
  readonly system: string;
  readonly code: string;
}

/** What a form holds of them at first. */
export function codedValues(subject: CodedValues | null, usualSystem: string): CodedValues {
  const { display, system, code } = subject ?? { display: "", system: usualSystem, code: "" };
  return { display, system, code };
}

/** A code that its system cannot have was mistyped. */
export const ofItsSystem = z.refine<{ readonly system: string; readonly code: string }>(
  ({ system, code }) => looks[system]?.test(code) ?? true,
  { path: ["code"], error: "forms.code" },
);
