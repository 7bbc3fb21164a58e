import { z } from "zod";

const privateParts = ["d", "p", "q", "dp", "dq", "qi", "k"] as const;

const publicKey = z
  .looseObject({ kty: z.enum(["RSA", "EC"]), kid: z.string().max(200).optional() })
  .refine((key) => privateParts.every((part) => !(part in key)), "must hold the public part of each key alone");

/** A JSON Web Key Set as text, with one to five public keys. */
export const publicKeys = z
  .string()
  .max(20_000, "must have 20,000 characters at most")
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue("must be JSON");
      return z.NEVER;
    }
  })
  .pipe(z.object({ keys: z.array(publicKey).min(1, "must have a key").max(5, "must have five keys at most") }));
