import * as z from "zod/mini";
import type { Translate } from "../i18n/texts.ts";

/** How long a text may be: of `graphql/limits.ts`, which has it from the schema. */
export interface Limit {
  readonly min: number;
  readonly max: number;
}

/** A text that has to be there, within the server's limit. Spaces around it are not sent. */
export function text({ min, max }: Limit) {
  return z.string().check(z.trim(), z.minLength(Math.max(1, min)), z.maxLength(max));
}

/** A text that may be left empty, and is not sent then. */
export function optionalText({ min, max }: Limit) {
  const written = z.string().check(z.trim(), z.minLength(min), z.maxLength(max));
  const left = z.pipe(
    z.string().check(z.regex(/^\s*$/)),
    z.transform((): undefined => undefined),
  );
  return z.union([left, written]);
}

/** One that was chosen; null as long as none is. */
export function choice<const Value extends string>(values: readonly [Value, ...Value[]]) {
  return z.enum(values);
}

/** What is wrong of a field, for people. A rule of the form's own names its text: `z.refine(…, { error: "forms.invalid" })`. */
export function issueText(issue: z.core.$ZodIssue, t: Translate): string {
  const inner =
    issue.code === "invalid_union" ? issue.errors.flat().find(({ code }) => code !== "invalid_format") : issue;
  switch (inner?.code) {
    case "too_small": {
      const count = Number(inner.minimum);
      if (isNumber(inner)) {
        return t("forms.tooLittle", { count });
      }
      return count <= 1 || isBlank(inner.input) ? t("forms.missing") : t("forms.tooShort", { count });
    }
    case "too_big":
      return isNumber(inner)
        ? t("forms.tooMuch", { count: Number(inner.maximum) })
        : t("forms.tooLong", { count: Number(inner.maximum) });
    case "invalid_type":
    case "invalid_value":
      return t("forms.missing");
    case "custom":
      return t(inner.message as Parameters<Translate>[0]);
    default:
      return t("forms.invalid");
  }
}

function isNumber({ origin }: { readonly origin: string }): boolean {
  return origin === "number" || origin === "int";
}

function isBlank(input: unknown): boolean {
  return typeof input !== "string" || input.trim() === "";
}
