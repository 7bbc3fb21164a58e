import { accessSync, constants, existsSync, mkdirSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { Failure, isSystemError } from "../failure.ts";

/** Where everything lies below the data folder. */
export interface DataFolder {
  root: string;
  postgres: string;
  keys: string;
  logs: string;
  run: string;
  /** What the demo writes instead of sending mail. */
  mail: string;
  file(...parts: string[]): string;
}

const neededMegabytes = 500;

/** Makes the data folder, or says in one sentence why it cannot be used. */
export function openDataFolder(root: string): DataFolder {
  const folder = layOut(root);
  try {
    mkdirSync(folder.root, { recursive: true });
    mkdirSync(folder.logs, { recursive: true });
    mkdirSync(folder.run, { recursive: true });
    mkdirSync(folder.keys, { recursive: true, mode: 0o700 });
    for (const part of [folder.root, folder.logs, folder.run, folder.keys]) {
      accessSync(part, constants.R_OK | constants.W_OK | constants.X_OK);
    }
  } catch (cause) {
    throw asFailure(cause, root);
  }
  refuseFullDisk(root);
  return folder;
}

/** The layout of a data folder, whether or not it exists. */
export function layOut(root: string): DataFolder {
  return {
    root,
    postgres: join(root, "postgres"),
    keys: join(root, "keys"),
    logs: join(root, "logs"),
    run: join(root, "run"),
    mail: join(root, "mail"),
    file: (...parts) => join(root, ...parts),
  };
}

/** In production, a folder that the demo has used holds well-known accounts and keys: it must not become the real one. */
export function refuseDemoData(folder: DataFolder): void {
  if (existsSync(folder.file("run", "demo.json")) || existsSync(folder.postgres)) {
    throw new Failure(
      `The data folder ${folder.root} holds demo data, which production never serves: set CARECONNECT_DATA to a folder of its own.`,
    );
  }
}

function asFailure(cause: unknown, root: string): unknown {
  if (isSystemError(cause, "EACCES", "EPERM", "EROFS")) {
    return new Failure(
      `CareConnect cannot write to its data folder ${root}: make it writable for this account, or set CARECONNECT_DATA to another folder.`,
      { cause },
    );
  }
  if (isSystemError(cause, "EEXIST", "ENOTDIR")) {
    return new Failure(
      `The data folder ${root} is damaged (${cause.path ?? root} is a file, not a folder): move that file away, or set CARECONNECT_DATA to another folder.`,
      { cause },
    );
  }
  if (isSystemError(cause, "ENOSPC")) return new Failure(noSpace(root), { cause });
  return cause;
}

function refuseFullDisk(root: string): void {
  const disk = statfsSync(root);
  if (disk.bavail * disk.bsize < neededMegabytes * 1024 * 1024) throw new Failure(noSpace(root));
}

function noSpace(root: string): string {
  return `The disk of the data folder ${root} has less than ${neededMegabytes} MB free: free some, or set CARECONNECT_DATA to a folder on another disk.`;
}
