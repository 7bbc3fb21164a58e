import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { ConfigurationError, describeFault, openOrm } from "@careconnect/kit";
import { publicKeysOf } from "../export/public.keys.ts";
import { repeatRestrictions } from "../restriction/restriction.repeat.ts";
import { patientSubgraph } from "../subgraph.ts";
import { parseSigned, verifyCertificate } from "./erasure.certificate.ts";
import { type ErasedRecord, erasedRecords, repeatErasures } from "./erasure.repeat.ts";

/**
 * `repeat.command.js [--address <address of the system>] [<certificate> …]`: orders anew the erasures that the database of
 * DATABASE_URL_PATIENT knows, those of the records that are told over standard input, and those that certificates tell, which the
 * system at that address has signed; and tells restrictions anew. Prints how many of each, as JSON; a failure is one sentence.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { address: { type: "string", default: `http://localhost:${process.env.PORT || 4000}` } },
  });
  const url = process.env.DATABASE_URL_PATIENT;
  if (!url) throw new ConfigurationError("Set DATABASE_URL_PATIENT to the connection of the serving role.");
  const told = erasedRecords.parse(JSON.parse(await text(process.stdin)));
  const certified = await certifiedRecords(positionals, values.address);
  const orm = await openOrm({ url, entities: patientSubgraph.entities });
  try {
    const erasures = await repeatErasures(orm, [...told, ...certified]);
    const restrictions = await repeatRestrictions(orm);
    process.stdout.write(`${JSON.stringify({ erasures, restrictions })}\n`);
  } finally {
    await orm.close(true);
  }
}

async function certifiedRecords(paths: readonly string[], address: string): Promise<ErasedRecord[]> {
  if (paths.length === 0) return [];
  const keys = await publicKeysOf(address);
  const certificates = paths.map(async (path) => {
    const signed = await readFile(path, "utf8").then(parseSigned);
    return verifyCertificate(signed, keys).catch((error: Error) => {
      throw new ConfigurationError(`${path}: ${error.message}`);
    });
  });
  return (await Promise.all(certificates)).flatMap(({ organizationId, patientIds }) =>
    patientIds.map((patientId) => ({ organizationId, patientId })),
  );
}

function sentenceFor(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  const { name, code } = describeFault(error);
  return `Erasures were not ordered anew to the end (${[name, code].filter(Boolean).join(" ")}): see that the database answers, then repeat it.`;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${sentenceFor(error)}\n`);
    process.exit(1);
  },
);
