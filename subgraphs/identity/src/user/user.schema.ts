import { Role } from "@careconnect/kit";
import { z } from "zod";

/** The rules that an account's values obey, whichever way they come in. */
export const displayName = z.string().trim().min(1, "must not be empty").max(200, "must have 200 characters at most");

export const emailAddress = z
  .string()
  .trim()
  .max(254, "must have 254 characters at most")
  .pipe(z.email("must be an e-mail address"));

export const userRoles = z
  .array(z.enum(Role))
  .min(1, "must name at least one role")
  .refine((roles) => !roles.includes(Role.PARTNER), "must not have PARTNER, which is for machines")
  .transform((roles) => [...new Set(roles)]);
