import { readFileSync } from "node:fs";
import { join } from "node:path";

/** An answer of the API to one question, as it was recorded. */
export interface RecordedAnswer {
  readonly operation: string;
  /** Of the operation's text. */
  readonly hash: string;
  readonly variables: object;
  readonly body: object;
}

/** What the six pages asked a system with the demo's clinic, and at which moment. */
export interface Recording {
  readonly now: string;
  /** Addresses by the page's name: those of records have their ids. */
  readonly paths: Readonly<Record<string, string>>;
  readonly answers: readonly RecordedAnswer[];
}

export const recordingFile = join(import.meta.dirname, "answers.json");

export const readRecording = () => JSON.parse(readFileSync(recordingFile, "utf8")) as Recording;

/** Where the pages are found, or the list through whose first row they are reached. */
export const lookedAt: Readonly<Record<string, { readonly path: string; readonly first?: string }>> = {
  dashboard: { path: "/" },
  calendar: { path: "/calendar?view=providers" },
  board: { path: "/board" },
  patients: { path: "/patients" },
  patient: { path: "/patients", first: "/patients/" },
  invoice: { path: "/billing?status=ISSUED", first: "/billing/" },
};

interface GraphqlRequest {
  readonly operationName: string;
  readonly variables?: object;
  readonly extensions: { readonly persistedQuery: { readonly sha256Hash: string } };
}

/** What a request of the app asks, and the key of its answer. */
export function questionOf(postData: string | null) {
  const { operationName, variables = {}, extensions } = JSON.parse(postData ?? "{}") as GraphqlRequest;
  return { operation: operationName, variables, hash: extensions.persistedQuery.sha256Hash };
}

export const keyOf = ({ operation, variables }: Pick<RecordedAnswer, "operation" | "variables">) =>
  `${operation} ${JSON.stringify(variables)}`;

/** What decides about pictures beside the answers: the screen, the zone, the language of dates. */
export const screen = {
  viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 1,
  locale: "en-US",
  timezoneId: "America/New_York",
  reducedMotion: "reduce",
  serviceWorkers: "block",
} as const;
