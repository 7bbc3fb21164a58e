import { open } from "node:fs/promises";
import { verifyArchive } from "./export.verification.ts";
import { publicKeysOf } from "./public.keys.ts";
import { archiveIn } from "./zip.reader.ts";

/**
 * `verify.command.js <archive> [<address of the system>]`: whether an export is whole and was signed by that system, which is
 * asked for its public keys.
 */
const [path, address = `http://localhost:${process.env.PORT || 4000}`] = process.argv.slice(2);

try {
  if (!path) throw new Error("Say which archive: npm run verify-export -- <file> [<address of the system>].");
  await using file = await open(path);
  const { files, patientId, preparedAt } = await verifyArchive(await archiveIn(file), await publicKeysOf(address));
  process.stdout.write(
    `The export of patient ${patientId} of ${preparedAt} is whole: ${files.length} files, as they were signed.\n`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
