import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, isSystemError } from "../failure.ts";
import { demoTokens } from "../import/access.token.ts";
import { type ImportTarget, sendRows } from "../import/batch.sender.ts";
import type { RowKind } from "../import/canonical.rows.ts";
import { rejectionText } from "../import/import.report.ts";
import { localUrl, localUrls } from "../import/import.target.ts";
import type { DemoLoaderOptions } from "../supervisor/demo.step.ts";
import type { DemoData } from "./demo.data.ts";

/**
 * Fills both demo organizations of a running system. A load that was cut short is made up for by loading again: the
 * moment at which the first attempt began is kept until one succeeds, so that the rows are the same.
 */
export async function loadDemoData({ ports, dataFolder, onProgress }: DemoLoaderOptions): Promise<void> {
  // Loaded here because only the first start of a system needs the generator, and it takes a while.
  const [{ demoData }, { careConnectClinic, otherClinic }] = await Promise.all([
    import("./demo.data.ts"),
    import("./demo.clinics.ts"),
  ]);
  const runFolder = join(dataFolder, "run");
  const anchorFile = join(runFolder, "demo.anchor");
  mkdirSync(runFolder, { recursive: true });
  const now = readAnchor(anchorFile) ?? writeAnchor(anchorFile, new Date());

  await Promise.all(
    [careConnectClinic, otherClinic].map((clinic) =>
      loadClinic(
        {
          urls: localUrls(ports),
          tokens: demoTokens({ identityUrl: localUrl(ports.identity), email: clinic.account }),
        },
        demoData(clinic, now),
        onProgress,
      ),
    ),
  );
  rmSync(anchorFile, { force: true });
}

/** Loads side by side what does not name each other. */
async function loadClinic(target: ImportTarget, data: DemoData, onProgress: (detail: string) => void): Promise<void> {
  // One sign-in for all that follows at once.
  await target.tokens.current();
  const load = async <Kind extends RowKind>(kind: Kind) => {
    onProgress(`${data[kind].length} ${kind}`);
    const { rejected } = await sendRows(target, kind, data[kind]);
    const [first] = rejected;
    if (!first) return;
    throw new Failure(
      `The demo data could not be loaded, ${rejected.length} of the ${kind} were rejected: ` +
        rejectionText({ ...first, file: kind, field: first.field.join(".") }),
    );
  };
  const patients = load("patients");
  const providers = load("locations").then(() => load("providers"));
  const payers = load("payers");
  const conditions = patients.then(() => load("conditions"));
  const appointments = Promise.all([patients, providers]).then(() => load("appointments"));
  const invoices = Promise.all([appointments, payers]).then(() => load("invoices"));
  await Promise.all([conditions, invoices]);
}

function readAnchor(file: string): Date | undefined {
  try {
    const anchor = new Date(readFileSync(file, "utf8").trim());
    return Number.isNaN(anchor.getTime()) ? undefined : anchor;
  } catch (cause) {
    if (isSystemError(cause, "ENOENT")) return undefined;
    throw cause;
  }
}

function writeAnchor(file: string, now: Date): Date {
  writeFileSync(file, `${now.toISOString()}\n`);
  return now;
}
