import { ConfigurationError, describeFault } from "@careconnect/kit";
import { MikroORM } from "@mikro-orm/postgresql";
import { rebuildAverages } from "./rating.rebuild.ts";

/** Makes the averages of ratings anew in the database of DATABASE_URL_PROVIDER. Prints how many ratings it counted; a failure is one sentence. */
async function main(): Promise<void> {
  const clientUrl = process.env.DATABASE_URL_PROVIDER;
  if (!clientUrl) throw new ConfigurationError("Set DATABASE_URL_PROVIDER to the connection of the serving role.");
  const orm = await MikroORM.init({
    clientUrl,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    forceUtcTimezone: true,
    driverOptions: { connectionTimeoutMillis: 5_000, application_name: "careconnect ratings" },
  });
  try {
    process.stdout.write(`${await rebuildAverages(orm)}\n`);
  } finally {
    await orm.close(true);
  }
}

function sentenceFor(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  const { name, code } = describeFault(error);
  return `The averages were not made anew to the end (${[name, code].filter(Boolean).join(" ")}): see that the database answers, then rebuild again.`;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${sentenceFor(error)}\n`);
    process.exit(1);
  },
);
