import { ConfigurationError, describeFault } from "@careconnect/kit";
import { MikroORM } from "@mikro-orm/postgresql";
import { httpSource, SourceFailure } from "./event.source.ts";
import { rebuildOrganization } from "./read-model.rebuild.ts";
import { readRebuildConfig } from "./rebuild.config.ts";
import { readTokens } from "./rebuild.tokens.ts";

/**
 * Rebuilds the read model of one organization: the one whose administrator's token, with the scope events, comes on
 * standard input. Prints how many events it read; a failure is one sentence.
 */
async function main(): Promise<void> {
  const { ownerUrl, sourceUrls } = readRebuildConfig(process.env);
  const tokens = await readTokens(process.stdin);
  const orm = await MikroORM.init({
    clientUrl: ownerUrl,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    forceUtcTimezone: true,
    driverOptions: { connectionTimeoutMillis: 5_000, application_name: "careconnect rebuild" },
  });
  try {
    const sources = [...sourceUrls].map(([name, url]) => httpSource(name, url, tokens.current));
    const events = await rebuildOrganization(orm, { organizationId: tokens.organizationId, sources });
    process.stdout.write(`${events}\n`);
  } finally {
    await orm.close(true);
  }
}

function sentenceFor(error: unknown): string {
  if (error instanceof ConfigurationError || error instanceof SourceFailure) return error.message;
  const { name, code } = describeFault(error);
  return `The rebuild failed and changed nothing (${[name, code].filter(Boolean).join(" ")}): see that the database answers, then rebuild again.`;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${sentenceFor(error)}\n`);
    process.exit(1);
  },
);
