import * as z from "zod/mini";
import type { Translate } from "../i18n/texts.ts";
import type { TextValues } from "../i18n/translate.ts";

/** How long a text may be: of `graphql/limits.ts`, which has it from the schema. */
export interface Limit {
  readonly min: number;
  readonly max: number;
}

/** A text that has to be there, of which `missing` tells, within the server's limit. Spaces around it are not sent. */
export function text({ min, max }: Limit, missing: RuleText = "forms.missing") {
  return z.string().check(
    z.trim(),
    z.refine((written) => written !== "", { error: missing, abort: true }),
    z.minLength(min),
    z.maxLength(max),
  );
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

/** What has to be chosen; null as long as it is not, of which `missing` tells. */
export function chosen<Value>(missing: RuleText = "forms.missing") {
  return z.pipe(
    z.custom<Value | null>((value) => value !== null, { error: missing }),
    z.transform((value) => value as Value),
  );
}

/** One of several. */
export function choice<const Value extends string>(values: readonly [Value, ...Value[]]) {
  return z.enum(values);
}

/** The text that a rule of a form's own names. */
export type RuleText = Parameters<Translate>[0];

/**
 * What is wrong of a field, for people. A rule of the form's own names its text, and what its placeholders stand for:
 * `z.refine(…, { error: "forms.atMost", params: { most } })`.
 * @param value what the field holds
 */
export function issueText(issue: z.core.$ZodIssue, value: unknown, t: Translate): string {
  const branches = issue.code === "invalid_union" ? issue.errors.flat() : [issue];
  // That a text is not left empty is no mistake of its own.
  const found = branches.find(({ code }) => code !== "invalid_format") ?? issue;
  if (found.code === "custom") {
    return t(found.message as RuleText, found.params as TextValues | undefined);
  }
  if (value === null || value === undefined || (typeof value === "string" && value.trim() === "")) {
    return t("forms.missing");
  }
  switch (found.code) {
    case "too_small":
      return t(isNumber(found) ? "forms.tooLittle" : "forms.tooShort", { count: Number(found.minimum) });
    case "too_big":
      return t(isNumber(found) ? "forms.tooMuch" : "forms.tooLong", { count: Number(found.maximum) });
    default:
      return t("forms.invalid");
  }
}

function isNumber({ origin }: { readonly origin: string }): boolean {
  return origin === "number" || origin === "int";
}
