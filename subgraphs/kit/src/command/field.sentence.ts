import type { z } from "zod";
import { CommandRefusal, type UserError } from "./user.error.ts";

/**
 * What is wrong with a field, for a person: what goes on from its name, as in "must have 10 characters at least", or a
 * sentence of its own, which ends with a full stop.
 */
export function sentenceAbout(field: readonly PropertyKey[], message: string): string {
  const name = field.findLast((part) => typeof part === "string" && !/^\d+$/.test(part));
  if (name === undefined || message.endsWith(".")) return message;
  return `\`${String(name)}\`${/^[a-z]/.test(message) ? "" : ":"} ${message}.`;
}

/** What is said of a field that must have a value, and is given none. */
export function withoutValue({ code, input }: { readonly code?: string; readonly input?: unknown }) {
  return code === "invalid_type" && input == null ? "must have a value" : undefined;
}

/** What a schema refuses, by the paths of the fields. */
export function validationErrors(error: z.ZodError): UserError[] {
  return error.issues.map(({ path, message }) => invalidField(path.map(String), message));
}

/** That a field is wrong: {@link sentenceAbout} it. */
export function invalidField(field: readonly string[], message: string): UserError {
  return { code: "VALIDATION_FAILED", field: [...field], message: sentenceAbout(field, message) };
}

/** {@link invalidField}, as a refusal: for what no schema can know. */
export function invalid(field: readonly string[], message: string): CommandRefusal {
  return CommandRefusal.forAll([invalidField(field, message)]);
}
