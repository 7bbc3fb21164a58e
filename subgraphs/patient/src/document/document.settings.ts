import {
  ConfigurationError,
  type FileStore,
  givenVariables,
  openFileStore,
  type SubgraphConfig,
} from "@careconnect/kit";
import { z } from "zod";
import { clamdScanner } from "./clamd.scanner.ts";
import type { Scanner } from "./scanner.ts";

/** What an operator decides about documents. */
export interface DocumentSettings {
  readonly store: FileStore;
  /** Where links to files lead, which the router passes on to us. */
  readonly origin: string;
  /** How large one file is at most. */
  readonly fileBytes: number;
  /** How many documents one patient has at most. */
  readonly patientDocuments: number;
  /** How many files are awaited for one patient at most: announced, and not completed. */
  readonly patientUploads: number;
  /** How many files are awaited from one person at most. */
  readonly userUploads: number;
  /** How much one organization keeps at most. */
  readonly organizationBytes: number;
  /** Without a byte for so long, sending or fetching a file is over, in milliseconds. */
  readonly idleTimeout: number;
  /** Undefined when there is none: then no file is scanned. */
  readonly scanner: Scanner | undefined;
}

const whole = (least: number, most: number, usual: number) =>
  z.coerce.number({ error: "must be a number" }).int().min(least).max(most).default(usual);

const variables = z.object({
  DOCUMENT_FILE_MB: whole(1, 100, 25),
  DOCUMENTS_PER_PATIENT: whole(1, 100_000, 500),
  DOCUMENT_UPLOADS_PER_PATIENT: whole(1, 1_000, 20),
  DOCUMENT_UPLOADS_PER_USER: whole(1, 1_000, 100),
  DOCUMENTS_ORGANIZATION_GB: whole(1, 1_000_000, 100),
  FILE_IDLE_SECONDS: whole(1, 600, 30),
  CLAMD_URL: z
    .string()
    .regex(/^$|^none$|^(tcp:\/\/[^/:]+:\d+|unix:\/\/\/.+)$/, "must be tcp://<host>:<port>, unix:///<socket> or none")
    .optional(),
});

const megabyte = 1_048_576;

/** Reads the settings from the environment. @throws ConfigurationError */
export async function readDocumentSettings(
  env: NodeJS.ProcessEnv,
  { files, issuer, mode }: Pick<SubgraphConfig, "files" | "issuer" | "mode">,
): Promise<DocumentSettings> {
  const parsed = variables.safeParse(givenVariables(env));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path[0]?.toString()} ${message}`);
    throw new ConfigurationError(`Documents are not configured: ${problems.join("; ")}.`);
  }
  if (!files)
    throw new ConfigurationError("FILE_STORE_URL is missing: documents are kept in file:///<folder> or s3://<bucket>.");
  const { data } = parsed;
  const { CLAMD_URL: scannerUrl } = data;
  // That nothing is scanned is to be decided, and not to be forgotten.
  if (mode === "production" && !scannerUrl)
    throw new ConfigurationError(
      "CLAMD_URL is missing: say where ClamAV's daemon scans what is sent, tcp://<host>:<port> or unix:///<socket>, or none to have nothing scanned.",
    );
  return {
    store: await openFileStore(files),
    origin: new URL(issuer).origin,
    fileBytes: data.DOCUMENT_FILE_MB * megabyte,
    patientDocuments: data.DOCUMENTS_PER_PATIENT,
    patientUploads: data.DOCUMENT_UPLOADS_PER_PATIENT,
    userUploads: data.DOCUMENT_UPLOADS_PER_USER,
    organizationBytes: data.DOCUMENTS_ORGANIZATION_GB * 1_024 * megabyte,
    idleTimeout: data.FILE_IDLE_SECONDS * 1_000,
    scanner: scannerUrl && scannerUrl !== "none" ? clamdScanner(scannerUrl) : undefined,
  };
}

let active: DocumentSettings | undefined;

/** Documents are as `settings` say from now on. */
export function useDocumentSettings(settings: DocumentSettings): void {
  active = settings;
}

export function documentSettings(): DocumentSettings {
  if (!active) throw new Error("Documents are not configured: call useDocumentSettings() first.");
  return active;
}
