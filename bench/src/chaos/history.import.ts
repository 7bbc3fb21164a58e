import { sendRows } from "@careconnect/dev/import/batch.sender";
import { localUrls } from "@careconnect/dev/import/import.target";
import { sleep } from "@careconnect/kit";
import type { HistoricInvoice } from "./chaos.check.ts";
import { historicInvoices, invoiceOf } from "./chaos.clinic.ts";
import type { ChaosSystem } from "./chaos.system.ts";

const batches = 20;
/** Longer than anything that is killed is away. */
const retry = { attempts: 60, firstPauseMs: 200, longestPauseMs: 2_000 };

/**
 * Imports an invoice of each patient in batches until `endsAt`, all of it owed at first; then, as a clinic that changes over does,
 * the same ones as their source has them by then, when every other was paid.
 */
export async function importHistory(
  system: ChaosSystem,
  patients: number,
  endsAt: number,
  signal: AbortSignal,
): Promise<HistoricInvoice[]> {
  const target = { urls: localUrls(system.ports), tokens: system.signIn("admin@careconnect.test", "import"), retry };
  const isPaidLast = (index: number) => index % 2 === 0;
  const last = historicInvoices(patients, isPaidLast);
  const rows = [...historicInvoices(patients, () => false), ...last];
  const size = Math.ceil(rows.length / batches);
  const startsAt = Date.now();
  for (let start = 0; start < rows.length && !signal.aborted; start += size) {
    const { rejected } = await sendRows(target, "invoices", rows.slice(start, start + size));
    const [first] = rejected;
    if (first) throw new Error(`An invoice was not imported: ${first.message}`);
    const dueAt = startsAt + ((endsAt - startsAt) * (start + size)) / rows.length;
    if (dueAt < endsAt) await sleep(Math.max(dueAt - Date.now(), 0), signal);
  }
  return last.map(({ total, balance }, index) => ({ id: invoiceOf(index), total, balance }));
}
