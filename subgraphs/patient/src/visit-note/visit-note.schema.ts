import { z } from "zod";

/** What somebody wrote, in any script, of many lines. */
export const noteText = z
  .string()
  .trim()
  .normalize()
  .min(1, "must not be empty")
  .max(20_000, "must have 20,000 characters at most");
