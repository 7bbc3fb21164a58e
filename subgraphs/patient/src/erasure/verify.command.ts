import { readFile } from "node:fs/promises";
import { publicKeysOf } from "../export/public.keys.ts";
import { certificateSentence, parseSigned, verifyCertificate } from "./erasure.certificate.ts";

/**
 * `verify.command.js <certificate> [<address of the system>]`: whether an erasure's certificate, `content` and `signature` as the
 * graph tells them, was signed by that system, which is asked for its public keys, and what it says.
 */
const [path, address = `http://localhost:${process.env.PORT || 4000}`] = process.argv.slice(2);

try {
  if (!path) throw new Error("Say which certificate: npm run verify-erasure -- <file> [<address of the system>].");
  const certificate = await verifyCertificate(parseSigned(await readFile(path, "utf8")), await publicKeysOf(address));
  process.stdout.write(`${certificateSentence(certificate)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
