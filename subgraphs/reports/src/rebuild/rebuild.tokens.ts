import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { ConfigurationError } from "@careconnect/kit";
import { z } from "zod";

/** The access tokens of one organization, of which the last one given counts. */
export interface GivenTokens {
  readonly organizationId: string;
  current(): string;
}

const claims = z.object({ org: z.uuid() });

/** Reads tokens from `input`, one on each line, and resolves with the first: whoever rebuilds for long gives new ones. */
export async function readTokens(input: Readable): Promise<GivenTokens> {
  const lines = createInterface({ input });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    lines.once("close", () => reject(new ConfigurationError("Give an access token on standard input.")));
  });
  let latest = first.trim();
  lines.on("line", (next) => {
    if (next.trim() !== "") latest = next.trim();
  });
  return { organizationId: organizationOf(latest), current: () => latest };
}

/** Whose token it is; the subgraphs that are asked with it verify it. */
function organizationOf(token: string): string {
  const payload = token.split(".")[1] ?? "";
  try {
    return claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))).org;
  } catch (cause) {
    throw new ConfigurationError("What standard input gives is not an access token of this system.", { cause });
  }
}
