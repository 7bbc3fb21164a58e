export interface ProcessReading {
  /** Since the process began. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** What a process says of itself in the exposition format of Prometheus. */
export function readProcessMetrics(text: string): ProcessReading {
  return {
    cpuSeconds: figureOf(text, "process_cpu_seconds_total"),
    residentBytes: figureOf(text, "process_resident_memory_bytes"),
  };
}

function figureOf(text: string, metric: string): number {
  const value = new RegExp(`^${metric}(?:\\{[^}]*\\})? (\\S+)`, "m").exec(text)?.[1];
  if (value === undefined) throw new Error(`There is no ${metric} among the metrics.`);
  return Number(value);
}
