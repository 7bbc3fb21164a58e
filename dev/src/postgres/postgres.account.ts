import { accessSync, constants, lchownSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Failure } from "../failure.ts";

/** The account that PostgreSQL runs under; undefined means our own. */
export type Account = { uid: number; gid: number } | undefined;

const unprivilegedName = "nobody";

/** PostgreSQL refuses to run as root, so a root supervisor hands it to an account that exists everywhere. */
export function postgresAccount(): Account {
  if (process.platform === "win32" || userInfo().uid !== 0) return undefined;
  const entry = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .find(([name]) => name === unprivilegedName);
  const uid = Number(entry?.[2]);
  const gid = Number(entry?.[3]);
  if (!entry || !Number.isInteger(uid) || !Number.isInteger(gid)) {
    throw new Failure(
      `PostgreSQL does not run as root and this machine has no account "${unprivilegedName}": start CareConnect as an ordinary user.`,
    );
  }
  return { uid, gid };
}

/** Whether the account can walk down to this path; our own account always can, or the start fails on its own. */
export function isReachableBy(account: Account, path: string): boolean {
  if (!account) return true;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat && !maySearch(account, stat)) return false;
    if (dirname(folder) === folder) return true;
  }
}

function maySearch(account: NonNullable<Account>, stat: { uid: number; gid: number; mode: number }): boolean {
  if (stat.uid === account.uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === account.gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}

/** Gives a folder and everything below it to the account. */
export function giveTo(account: Account, path: string): void {
  if (!account) return;
  lchownSync(path, account.uid, account.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const entry of readdirSync(path)) giveTo(account, join(path, entry));
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
