import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createReport, rejectionText } from "./import.report.ts";
import { consoleOutput } from "./report.console.ts";

function reportOn(stream: PassThrough & { isTTY?: boolean }) {
  const { observer } = createReport(consoleOutput(stream));
  observer.started("payers", "payers.csv", 4);
  observer.advanced("payers", { records: 2, accepted: 1, unchanged: 0 });
  observer.rejected("payers", { file: "payers.csv", line: 3, code: "CONFLICT", field: "name", message: "is taken" });
  observer.finished("payers");
  return String(stream.read());
}

test("a terminal has a progress bar that gives way to lines", () => {
  const out = reportOn(Object.assign(new PassThrough(), { isTTY: true }));
  expect(out).toContain(
    "\r\u001b[2Kpayers       ████████████░░░░░░░░░░░░ 2/4\r\u001b[2Kpayers.csv:3 CONFLICT name — is taken\n",
  );
  expect(out.endsWith("payers: 1 accepted, 0 unchanged, 1 rejected\n")).toBe(true);
});

test("anything else has plain lines", () => {
  expect(reportOn(new PassThrough())).toBe(
    "payers.csv:3 CONFLICT name — is taken\npayers: 1 accepted, 0 unchanged, 1 rejected\n",
  );
});

test("a reason does not repeat the field", () => {
  const line = { file: "a.csv", line: 2, code: "VALIDATION_FAILED" };
  expect(rejectionText({ ...line, field: "name", message: "name: is long" })).toBe(
    "a.csv:2 VALIDATION_FAILED name — is long",
  );
  expect(rejectionText({ ...line, field: "", message: "is odd" })).toBe("a.csv:2 VALIDATION_FAILED row — is odd");
});
