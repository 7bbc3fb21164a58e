import type { RowKind } from "./canonical.rows.ts";

/** A line of a source file about which there is something to say. */
export interface NotedLine {
  readonly file: string;
  readonly line: number;
  /** The column, or the field of the row, at fault; empty when it is the row as a whole. */
  readonly field: string;
  readonly message: string;
}

export interface RejectedLine extends NotedLine {
  readonly code: string;
}

/** Told of everything that happens while a folder is imported. */
export interface ImportObserver {
  started(kind: RowKind, file: string, records: number): void;
  advanced(kind: RowKind, step: { records: number; accepted: number; unchanged: number }): void;
  rejected(kind: RowKind, line: RejectedLine): void;
  claimRejected(line: RejectedLine): void;
  /** Something was left out of a row that went in. */
  noted(line: NotedLine): void;
  finished(kind: RowKind): void;
}

/** What became of the rows of one kind. */
export interface KindCounts {
  readonly kind: RowKind | "claims";
  readonly file: string;
  accepted: number;
  unchanged: number;
  rejected: number;
}

export interface ImportReport {
  readonly observer: ImportObserver;
  readonly counts: readonly KindCounts[];
  /** True when every row is in. */
  complete(): boolean;
  /** The counts as lines of a table. */
  table(): string[];
}

/** Where a report goes: lines that stay and, on a terminal, one that is overwritten. */
export interface ReportOutput {
  line(text: string): void;
  /** Shows the one line of progress; ignored where lines cannot be overwritten. */
  progress(text: string): void;
}

/** Counts rows by kind; problems are told at once rather than kept, there may be many. */
export function createReport(output: ReportOutput): ImportReport {
  const counts: KindCounts[] = [];
  const totals = new Map<RowKind, { done: number; records: number }>();
  const countsOf = (kind: KindCounts["kind"], file: string) => {
    const known = counts.find((entry) => entry.kind === kind);
    if (known) return known;
    const fresh: KindCounts = { kind, file, accepted: 0, unchanged: 0, rejected: 0 };
    counts.push(fresh);
    return fresh;
  };
  const current = (kind: RowKind) => countsOf(kind, "");

  return {
    counts,
    observer: {
      started(kind, file, records) {
        countsOf(kind, file);
        totals.set(kind, { done: 0, records });
        output.progress(progressLine(kind, 0, records));
      },
      advanced(kind, { records, accepted, unchanged }) {
        const entry = current(kind);
        entry.accepted += accepted;
        entry.unchanged += unchanged;
        const total = totals.get(kind);
        if (!total) return;
        total.done += records;
        output.progress(progressLine(kind, total.done, total.records));
      },
      rejected(kind, line) {
        current(kind).rejected += 1;
        output.line(rejectionText(line));
      },
      claimRejected(line) {
        countsOf("claims", line.file).rejected += 1;
        output.line(rejectionText(line));
      },
      noted: (line) => output.line(`${line.file}:${line.line} note ${line.field} — ${line.message}`),
      finished(kind) {
        const { accepted, unchanged, rejected } = current(kind);
        output.line(`${kind}: ${accepted} accepted, ${unchanged} unchanged, ${rejected} rejected`);
      },
    },
    complete: () => counts.every(({ rejected }) => rejected === 0),
    table: () => tableOf(counts),
  };
}

/** `encounters.csv:17 VALIDATION_FAILED START — "soon" is not a date and time …` */
export function rejectionText({ file, line, code, field, message }: RejectedLine): string {
  const place = field || "row";
  // Owners begin the message with the field too.
  const reason = message.startsWith(`${place}: `) ? message.slice(place.length + 2) : message;
  return `${file}:${line} ${code} ${place} — ${reason}`;
}

const barWidth = 24;

function progressLine(kind: RowKind, done: number, records: number): string {
  const filled = records === 0 ? barWidth : Math.round((done / records) * barWidth);
  return `${kind.padEnd(13)}${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${done}/${records}`;
}

function tableOf(counts: readonly KindCounts[]): string[] {
  const row = (kind: string, file: string, ...numbers: (string | number)[]) =>
    `${kind.padEnd(14)}${file.padEnd(20)}${numbers.map((number) => String(number).padStart(10)).join("")}`;
  return [
    row("kind", "file", "accepted", "unchanged", "rejected"),
    ...counts.map(({ kind, file, accepted, unchanged, rejected }) =>
      // Claims are not rows of their own: those that are fine are in their invoices.
      kind === "claims" ? row(kind, file, "-", "-", rejected) : row(kind, file, accepted, unchanged, rejected),
    ),
  ];
}
