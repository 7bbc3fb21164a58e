import { ConfigurationError } from "@careconnect/kit";
import { z } from "zod";

/** What an operator decides about applications. */
export interface ApplicationSettings {
  /** How many days after it was rejected or withdrawn whose it was is forgotten. */
  readonly keptDays: number;
}

const days = z.coerce.number().int().min(30).max(3_650).default(365);

/** Reads the settings from the environment. @throws ConfigurationError */
export function readApplicationSettings(env: NodeJS.ProcessEnv): ApplicationSettings {
  const kept = days.safeParse(env.PROVIDER_APPLICATION_DAYS || undefined);
  if (!kept.success) throw new ConfigurationError("PROVIDER_APPLICATION_DAYS must be a whole number from 30 to 3650.");
  return { keptDays: kept.data };
}
