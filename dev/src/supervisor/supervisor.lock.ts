import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { Failure, isSystemError } from "../failure.ts";
import { identityOf, isAlive, type ProcessIdentity, processIdentity } from "./process.identity.ts";

const lockContent = z.object({
  supervisor: processIdentity,
  port: z.number(),
  /** The processes to end should the supervisor be killed without having done so. */
  children: z.array(processIdentity.extend({ name: z.string() })),
});

type LockContent = z.infer<typeof lockContent>;

export interface SupervisorLock {
  /** True when the supervisor before us did not end properly. */
  afterCrash: boolean;
  addChild(name: string, pid: number | undefined): void;
  release(): void;
}

function sameLock(one: LockContent | undefined, other: LockContent | undefined): boolean {
  return JSON.stringify(one?.supervisor) === JSON.stringify(other?.supervisor);
}

const patienceMs = 8_000;

/** Makes us the only supervisor over this data folder, ending what a killed one left behind. */
export async function acquireLock(file: string, dataFolder: string, port: number): Promise<SupervisorLock> {
  const self = identityOf(process.pid);
  if (!self) throw new Error("This process has no identity.");
  const content: LockContent = { supervisor: self, port, children: [] };
  let afterCrash = false;
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(content), { flag: "wx" });
      break;
    } catch (cause) {
      if (!isSystemError(cause, "EEXIST")) throw cause;
    }
    const other = readLock(file);
    if (other && isAlive(other.supervisor)) {
      throw new Failure(
        `CareConnect already runs on the data folder ${dataFolder} (process ${other.supervisor.pid}, http://localhost:${other.port}): stop it first, or set CARECONNECT_DATA and PORT for a second one.`,
      );
    }
    afterCrash = true;
    await endLeftovers(other?.children ?? []);
    // Another start may have found the same remains and have taken their place meanwhile.
    if (sameLock(readLock(file), other)) rmSync(file, { force: true });
  }
  return {
    afterCrash,
    addChild(name, pid) {
      const identity = pid === undefined ? undefined : identityOf(pid);
      if (!identity) return;
      content.children = [...content.children.filter(isAlive), { name, ...identity }];
      // Replaced in one step: a reader never sees half a file.
      writeFileSync(`${file}.new`, JSON.stringify(content));
      renameSync(`${file}.new`, file);
    },
    release() {
      rmSync(file, { force: true });
    },
  };
}

/** Undefined when there is no lock, or one that a crash left half written. */
export function readLock(file: string): LockContent | undefined {
  try {
    return lockContent.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** Services end by themselves when their supervisor is gone; those that hang are ended here. */
async function endLeftovers(children: ProcessIdentity[]): Promise<void> {
  for (const child of children.filter(isAlive)) signal(child, "SIGTERM");
  const giveUpAt = Date.now() + patienceMs;
  while (children.some(isAlive) && Date.now() < giveUpAt) await delay(50);
  for (const child of children.filter(isAlive)) signal(child, "SIGKILL");
}

function signal(child: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    process.kill(child.pid, name);
  } catch (cause) {
    if (!isSystemError(cause, "ESRCH")) throw cause;
  }
}
