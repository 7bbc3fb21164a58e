import { createHash } from "node:crypto";
import { fold } from "../persistence/fold.ts";

/**
 * What an event says of the plan of a coverage, whose name is words that somebody typed: SHA-256 in hexadecimal of the name as
 * searches compare it, salted with the coverage's id. Who knows the name can tell that it is this one; nobody reads it, and equal
 * plans of two coverages have nothing in common.
 */
export function planDigest(coverageId: string, plan: string): string {
  return createHash("sha256")
    .update(`${coverageId} ${fold(plan)}`)
    .digest("hex");
}
