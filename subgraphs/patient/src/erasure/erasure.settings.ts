import { ConfigurationError } from "@careconnect/kit";
import { z } from "zod";

/** What an operator decides about erasures. */
export interface ErasureSettings {
  /** For so long records are kept after they were written last. */
  readonly retentionYears: number;
}

const years = z.coerce.number().int().min(1).max(100).default(10);

/** Reads the settings from the environment. @throws ConfigurationError */
export function readErasureSettings(env: NodeJS.ProcessEnv): ErasureSettings {
  const read = years.safeParse(env.PATIENT_RETENTION_YEARS || undefined);
  if (!read.success) throw new ConfigurationError("PATIENT_RETENTION_YEARS must be a whole number from 1 to 100.");
  return { retentionYears: read.data };
}

let active: ErasureSettings | undefined;

/** Erasures are as `settings` say from now on. */
export function useErasureSettings(settings: ErasureSettings): void {
  active = settings;
}

export function erasureSettings(): ErasureSettings {
  if (!active) throw new Error("Erasures are not configured: call useErasureSettings() first.");
  return active;
}
