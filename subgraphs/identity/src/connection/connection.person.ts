import type { Role } from "@careconnect/kit";
import { z } from "zod";
import type { Connection } from "./connection.config.ts";

/** Who signed in at the issuer, in our words. */
export interface ConnectedPerson {
  readonly subject: string;
  readonly email: string | undefined;
  /** Whether the issuer vouches for the address. */
  readonly emailVerified: boolean;
  readonly name: string | undefined;
  /** The roles that their groups give them; null when the issuer does not say which groups those are. */
  readonly roles: readonly Role[] | null;
  /** Whether they showed two factors there, in the words in which the connection takes the issuer's. */
  readonly twoFactors: boolean;
}

const emailAddress = z.email().max(254);
const personName = z.string().trim().min(1).max(200);
const oneWord = z.string().optional().catch(undefined);
const words = z.array(z.string()).catch([]);
const groupNames = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

/** Reads the claims of an ID token by the names that the connection gives them; what is no good is not there. */
export function personIn(claims: Readonly<Record<string, unknown>>, connection: Connection): ConnectedPerson {
  const { email, emailVerified, name, groups } = connection.claims;
  const told = groups === null ? undefined : groupNames.safeParse(claims[groups]).data;
  const roles = told?.flatMap((group) => connection.roles[group] ?? []);
  return {
    subject: z.string().min(1).max(255).parse(claims.sub),
    email: emailAddress.safeParse(claims[email]).data,
    emailVerified: emailVerified === null || claims[emailVerified] === true,
    name: personName.safeParse(claims[name]).data,
    roles: roles ? [...new Set(roles)] : null,
    twoFactors:
      connection.twoFactors.acr.some((word) => word === oneWord.parse(claims.acr)) ||
      connection.twoFactors.amr.some((word) => words.parse(claims.amr).includes(word)),
  };
}
