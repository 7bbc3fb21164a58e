import { ConfigurationError, type Mode, type Role } from "@careconnect/kit";
import { z } from "zod";
import { type Connection, readConnections } from "./connection/connection.config.ts";
import { selfRegistrationClinic } from "./demo/demo.accounts.ts";
import { type MailConfig, readMailConfig } from "./mail/mail.config.ts";
import { readMfaRequiredRoles } from "./mfa/mfa.config.ts";
import { readBrowserIdleTime } from "./session/session.lifetime.ts";

/** What an operator decides about accounts. */
export interface IdentitySettings {
  readonly mail: MailConfig;
  /** Seconds without a sign of life after which a browser's sign-in opens nothing more. */
  readonly browserIdleTime: number;
  /** Who signs in with two factors. */
  readonly mfaRequiredRoles: ReadonlySet<Role>;
  /** The organization that people may join as patients without an invitation; null for none. */
  readonly selfRegistration: string | null;
  /** Issuers of others with which people sign in. */
  readonly connections: readonly Connection[];
}

/** Reads the settings from the environment. @throws ConfigurationError */
export function readIdentitySettings(env: NodeJS.ProcessEnv, mode: Mode): IdentitySettings {
  return {
    mail: readMailConfig(env, mode),
    browserIdleTime: readBrowserIdleTime(env),
    mfaRequiredRoles: readMfaRequiredRoles(env, mode),
    selfRegistration: readSelfRegistration(env, mode),
    connections: readConnections(env, mode),
  };
}

function readSelfRegistration(env: NodeJS.ProcessEnv, mode: Mode): string | null {
  const id = env.SELF_REGISTRATION_ORGANIZATION ?? (mode === "demo" ? selfRegistrationClinic : "");
  if (id === "") return null;
  if (!z.uuid().safeParse(id).success)
    throw new ConfigurationError(
      "SELF_REGISTRATION_ORGANIZATION must be the id of an organization, or empty: then nobody registers without an invitation.",
    );
  return id;
}
