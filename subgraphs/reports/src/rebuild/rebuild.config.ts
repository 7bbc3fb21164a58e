import { ConfigurationError } from "@careconnect/kit";
import { z } from "zod";

/** The subgraphs whose events the read model is built from. */
export const sourceNames = ["identity", "patient", "provider", "appointment", "billing"] as const;

export interface RebuildConfig {
  /** The connection of the database's owner. */
  readonly ownerUrl: string;
  /** Where each source listens, without a path. */
  readonly sourceUrls: ReadonlyMap<string, string>;
}

const url = z.string({ error: "is missing" }).refine(URL.canParse, "must be a URL");

export function readRebuildConfig(env: NodeJS.ProcessEnv): RebuildConfig {
  const variables = sourceNames.map((name) => `SUBGRAPH_URL_${name.toUpperCase()}`);
  const parsed = z
    .object({ DATABASE_OWNER_URL_REPORTS: url, ...Object.fromEntries(variables.map((name) => [name, url])) })
    .safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new ConfigurationError(`The configuration is incomplete: ${problems.join("; ")}.`);
  }
  const values: Readonly<Record<string, string>> = parsed.data;
  return {
    ownerUrl: parsed.data.DATABASE_OWNER_URL_REPORTS,
    // The router is given the same variables with the path of GraphQL.
    sourceUrls: new Map(
      sourceNames.map((name, index) => [
        name,
        (values[variables[index] ?? ""] ?? "").replace(/(?:\/graphql)?\/*$/, ""),
      ]),
    ),
  };
}
