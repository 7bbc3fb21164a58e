import { expect, it } from "vitest";
import { readProcessMetrics } from "./prometheus.text.ts";

it("reads a process's CPU and memory, with and without labels", () => {
  const text = [
    "# HELP process_cpu_seconds_total Total user and system CPU time spent in seconds.",
    "# TYPE process_cpu_seconds_total counter",
    'process_cpu_seconds_total{service="patient"} 12.5',
    "process_resident_memory_bytes 1.5e8",
  ].join("\n");
  expect(readProcessMetrics(text)).toEqual({ cpuSeconds: 12.5, residentBytes: 150_000_000 });
  expect(() => readProcessMetrics("")).toThrow("There is no process_cpu_seconds_total");
});
