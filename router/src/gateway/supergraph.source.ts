import { readFile } from "node:fs/promises";
import { type DirectiveNode, type DocumentNode, Kind, parse } from "graphql";
import { ConfigurationError } from "../router.config.ts";

function argument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((candidate) => candidate.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

/** Names of the linked features whose purpose is security: a gateway that does not enforce them must not serve the graph. */
function securityFeatures(document: DocumentNode): string[] {
  return document.definitions
    .filter((definition) => definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION)
    .flatMap((definition) => definition.directives ?? [])
    .filter((directive) => argument(directive, "for") === "SECURITY")
    .map((directive) => argument(directive, "url") ?? "")
    .map((url) => `@${/\/([^/]+)\/v\d+\.\d+\/?$/.exec(url)?.[1] ?? url}`);
}

/**
 * Reads the supergraph's SDL.
 * @throws ConfigurationError when the file is missing, is not GraphQL, or relies on directives that nothing here enforces
 */
export async function readSupergraph(file: string): Promise<string> {
  let sdl: string;
  try {
    sdl = await readFile(file, "utf8");
  } catch {
    throw new ConfigurationError([
      `The supergraph ${file} cannot be read: write it with "npm run compose", or name another file with SUPERGRAPH_FILE or --supergraph.`,
    ]);
  }
  let document: DocumentNode;
  try {
    document = parse(sdl, { noLocation: true });
  } catch (error) {
    throw invalidSupergraph(file, error);
  }
  const unsupported = securityFeatures(document);
  if (unsupported.length > 0) {
    throw new ConfigurationError([
      `The supergraph ${file} relies on ${unsupported.join(", ")}, which this router does not enforce: remove these directives from the subgraphs, check permissions there, and compose again.`,
    ]);
  }
  return sdl;
}

export function invalidSupergraph(file: string, error: unknown): ConfigurationError {
  const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0];
  return new ConfigurationError([`${file} is not a Federation 2 supergraph: ${reason}`]);
}
