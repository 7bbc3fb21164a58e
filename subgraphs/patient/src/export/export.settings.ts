import { ConfigurationError, type SubgraphConfig } from "@careconnect/kit";
import { z } from "zod";

/** What an operator decides about exports. */
export interface ExportSettings {
  /** Where each subgraph that is asked listens, without a path, by its name. */
  readonly sources: ReadonlyMap<string, string>;
  /** Where links to exports lead, which the router passes on to us. */
  readonly origin: string;
  /** What the subgraphs tell for one export at most, in characters. */
  readonly largest: number;
}

const megabytes = z.coerce.number().int().min(1).max(256).default(32);

/** Every subgraph that can know something of a patient. */
export const sourceNames = ["identity", "patient", "provider", "appointment", "billing", "reports"] as const;

/** Reads the settings from the environment; the addresses are those that the router is given. @throws ConfigurationError */
export function readExportSettings(
  env: NodeJS.ProcessEnv,
  { issuer, mode }: Pick<SubgraphConfig, "issuer" | "mode">,
): ExportSettings {
  const size = megabytes.safeParse(env.PATIENT_EXPORT_MB || undefined);
  if (!size.success) throw new ConfigurationError("PATIENT_EXPORT_MB must be a whole number from 1 to 256.");
  const variables = sourceNames.map((name) => [name, `SUBGRAPH_URL_${name.toUpperCase()}`] as const);
  const missing = variables.filter(([, variable]) => !URL.canParse(env[variable] ?? ""));
  // In the demo a subgraph may run by itself; an export that would lack something is none.
  if (mode === "production" && missing.length > 0)
    throw new ConfigurationError(
      `${missing.map(([, variable]) => variable).join(", ")} must be the address of a subgraph: a patient's data is exported from all of them.`,
    );
  const found = variables.map(
    ([name, variable]) => [name, String(env[variable]).replace(/(?:\/graphql)?\/*$/, "")] as const,
  );
  return {
    sources: new Map(missing.length > 0 ? [] : found),
    origin: new URL(issuer).origin,
    largest: size.data * 1_000_000,
  };
}

let active: ExportSettings | undefined;

/** Exports are as `settings` say from now on. */
export function useExportSettings(settings: ExportSettings): void {
  active = settings;
}

export function exportSettings(): ExportSettings {
  if (!active) throw new Error("Exports are not configured: call useExportSettings() first.");
  return active;
}
