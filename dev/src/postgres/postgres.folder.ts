import { randomUUID } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Failure, isSystemError } from "../failure.ts";
import { type Account, isReachableBy } from "./postgres.account.ts";
import { sharedFolder } from "./postgres.binaries.ts";

const majorVersion = "18";
const backReference = "belongs-to";
const abandonedAfterMs = 10 * 60_000;

/** "absent" means that initdb has to run; a folder that is neither absent nor sound is a Failure. */
export function inspectCluster(folder: string): "absent" | "sound" {
  const advice = "restore it from a backup, or remove it to start with an empty database.";
  try {
    if (!existsSync(folder)) {
      if (!lstatSync(folder, { throwIfNoEntry: false })) return "absent";
      throw new Failure(`The database folder ${folder} is damaged (its link leads nowhere): ${advice}`);
    }
    if (readdirSync(folder).length === 0) return "absent";
    const version = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
    if (!/^\d{1,3}$/.test(version)) {
      throw new Failure(`The database folder ${folder} is damaged (PG_VERSION is unreadable): ${advice}`);
    }
    if (version !== majorVersion) {
      throw new Failure(
        `The database folder ${folder} was made by PostgreSQL ${version} and this is PostgreSQL ${majorVersion}: dump and load it, or remove it to start with an empty database.`,
      );
    }
    for (const part of ["global/pg_control", "base", "pg_wal"]) {
      if (!existsSync(join(folder, part))) {
        throw new Failure(`The database folder ${folder} is damaged (${part} is missing): ${advice}`);
      }
    }
    return "sound";
  } catch (cause) {
    if (isSystemError(cause, "ENOENT", "EISDIR")) {
      throw new Failure(`The database folder ${folder} is damaged (PG_VERSION is missing): ${advice}`, { cause });
    }
    if (isSystemError(cause, "ENOTDIR")) {
      throw new Failure(`The database folder ${folder} is damaged (it is a file): ${advice}`, { cause });
    }
    if (isSystemError(cause, "EACCES", "EPERM")) {
      throw new Failure(
        `The database folder ${folder} cannot be read by this account: start CareConnect as the account that made it.`,
        {
          cause,
        },
      );
    }
    throw cause;
  }
}

/** The folder that initdb fills; what an interrupted initdb left there is removed. */
export function prepareUnfinished(folder: string, account: Account): string {
  const unfinished = `${homeOf(folder, account)}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  return unfinished;
}

/** Puts a finished cluster in its place in one step, so that an interrupted initdb never looks like a damaged database. */
export function finishCluster(unfinished: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const finished = unfinished.slice(0, -".unfinished".length);
  if (finished !== resolve(folder)) symlinkSync(finished, folder);
  renameSync(unfinished, finished);
}

/** Where the account can really reach it: the folder itself, or a place outside of a private folder that it links to. */
function homeOf(folder: string, account: Account): string {
  mkdirSync(dirname(folder), { recursive: true });
  if (isReachableBy(account, dirname(folder))) return resolve(folder);
  const shared = join(sharedFolder(), "clusters");
  mkdirSync(shared, { recursive: true, mode: 0o755 });
  removeAbandoned(shared);
  const name = randomUUID();
  writeFileSync(join(shared, `${name}.${backReference}`), resolve(folder));
  return join(shared, name);
}

/** A cluster outside of its data folder would outlive it: remove those whose data folder links to them no more. */
function removeAbandoned(shared: string): void {
  for (const entry of readdirSync(shared).filter((name) => name.endsWith(`.${backReference}`))) {
    const name = basename(entry, `.${backReference}`);
    // Another supervisor may be filling a young one right now.
    if (Date.now() - statSync(join(shared, entry)).mtimeMs < abandonedAfterMs) continue;
    const owner = readFileSync(join(shared, entry), "utf8");
    const link = lstatSync(owner, { throwIfNoEntry: false });
    if (link?.isSymbolicLink() && readlinkSync(owner) === join(shared, name)) continue;
    for (const part of [name, `${name}.unfinished`, entry])
      rmSync(join(shared, part), { recursive: true, force: true });
  }
}

/** The cluster's folder as PostgreSQL is told it. */
export function realFolder(folder: string): string {
  return realpathSync(folder);
}
