import { v7 as uuidv7 } from "uuid";

/** A caller's correlation id when it is a plain token, otherwise a new one: it goes into every log line. */
export function correlationIdOf(header: string | string[] | undefined): string {
  return typeof header === "string" && /^[\w.-]{8,128}$/.test(header) ? header : uuidv7();
}
