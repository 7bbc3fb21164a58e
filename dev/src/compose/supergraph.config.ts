import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { Failure } from "../failure.ts";

const format = z.object({
  federation_version: z.string(),
  subgraphs: z.record(z.string(), z.object({ routing_url: z.url(), schema: z.object({ file: z.string() }) })),
});

export interface SubgraphEntry {
  readonly name: string;
  readonly url: string;
  /** Where its SDL is committed, relative to the repository. */
  readonly file: string;
}

/** The subgraphs that supergraph.yaml (Rover's format) names, in its order. */
export function readSupergraphConfig(file: string): SubgraphEntry[] {
  const parsed = format.safeParse(parseYaml(readFileSync(file, "utf8")));
  if (!parsed.success) throw new Failure(`supergraph.yaml is not in Rover's format: ${z.prettifyError(parsed.error)}`);
  return Object.entries(parsed.data.subgraphs).map(([name, entry]) => ({
    name,
    url: entry.routing_url,
    file: entry.schema.file,
  }));
}
