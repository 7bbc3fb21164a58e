import { Failure } from "@careconnect/dev/failure";
import { demoTokens } from "@careconnect/dev/import/access.token";
import { type ImportTarget, rowsPerRequest, sendRows } from "@careconnect/dev/import/batch.sender";
import type { CanonicalRows } from "@careconnect/dev/import/canonical.rows";
import { localUrl, localUrls } from "@careconnect/dev/import/import.target";
import type { Ports } from "@careconnect/dev/supervisor/ports.file";
import type { GeneratedClinic, GeneratedKind } from "./clinic.rows.ts";

/** Sends a clinic's rows to the import endpoints, beside the demo's; returns how many rows went in. */
export async function loadClinic(
  ports: Ports,
  clinic: GeneratedClinic,
  onProgress: (detail: string) => void,
): Promise<number> {
  const target: ImportTarget = {
    urls: localUrls(ports),
    tokens: demoTokens({ identityUrl: localUrl(ports.identity), email: "admin@careconnect.test" }),
  };
  let sent = 0;
  const load = async <Kind extends GeneratedKind>(kind: Kind) => {
    const rows: readonly CanonicalRows[Kind][] = clinic[kind];
    for (let start = 0; start < rows.length; start += rowsPerRequest) {
      const batch = rows.slice(start, start + rowsPerRequest);
      const { rejected } = await sendRows(target, kind, batch);
      const [first] = rejected;
      if (first) throw new Failure(`The generated ${kind} were rejected, line ${first.line}: ${first.message}`);
      sent += batch.length;
      onProgress(`${sent} rows, ${kind}`);
    }
  };
  await target.tokens.current();
  await Promise.all([load("patients"), load("locations").then(() => load("providers"))]);
  await load("appointments");
  await load("invoices");
  return sent;
}
