import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcessReading } from "./prometheus.text.ts";

/** What Linux counts CPU time in, whatever the machine. */
const ticksPerSecond = 100;
const pageBytes = 4_096;

/** All processes of the PostgreSQL of a data folder together; undefined where the system does not tell. */
export function readPostgres(dataFolder: string): ProcessReading | undefined {
  const postmaster = tryRead(join(dataFolder, "postgres", "postmaster.pid"))?.split("\n")[0];
  const own = postmaster === undefined ? undefined : statOf(postmaster);
  if (!postmaster || !own) return undefined;
  // Backends that have ended count in their parent's time of children.
  let ticks = own.ticks + own.ticksOfChildren;
  let shared = sharedBytes(postmaster);
  let residentBytes = privateBytes(postmaster);
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(pid);
    if (stat?.parent !== postmaster) continue;
    ticks += stat.ticks;
    residentBytes += privateBytes(pid);
    shared = Math.max(shared, sharedBytes(pid));
  }
  return { cpuSeconds: ticks / ticksPerSecond, residentBytes: residentBytes + shared };
}

function statOf(pid: string) {
  const text = tryRead(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The name before it is in parentheses and may hold spaces.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const sum = (...indexes: number[]) => indexes.reduce((total, index) => total + Number(fields[index]), 0);
  return { parent: fields[1], ticks: sum(11, 12), ticksOfChildren: sum(13, 14) };
}

function privateBytes(pid: string): number {
  const [resident = 0, shared = 0] = pagesOf(pid);
  return (resident - shared) * pageBytes;
}

function sharedBytes(pid: string): number {
  return (pagesOf(pid)[1] ?? 0) * pageBytes;
}

function pagesOf(pid: string): number[] {
  return (tryRead(`/proc/${pid}/statm`) ?? "").split(" ").slice(1, 3).map(Number);
}

/** A process may end, and elsewhere than on Linux there is nothing to read. */
function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
