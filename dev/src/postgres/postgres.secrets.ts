import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { Failure } from "../failure.ts";
import type { DatabaseRoles } from "./postgres.provision.ts";

const secretsFile = z.object({ superuser: z.string().min(1), roles: z.record(z.string(), z.string().min(1)) });

export type PostgresSecrets = z.infer<typeof secretsFile>;

/** Reads the passwords of the embedded PostgreSQL, making those that are missing. The file is the owner's alone (0600). */
export function readSecrets(file: string, databases: readonly string[], clusterExists: boolean): PostgresSecrets {
  if (clusterExists && !existsSync(file)) {
    throw new Failure(
      `${file} is missing, and with it the passwords of the database: restore it from a backup, or remove the data folder to start with an empty one.`,
    );
  }
  const known = existsSync(file) ? parse(file) : { superuser: newPassword(), roles: {} };
  const roles = { ...known.roles };
  for (const database of databases) {
    roles[`${database}_owner`] ??= newPassword();
    roles[`${database}_app`] ??= newPassword();
  }
  const secrets = { superuser: known.superuser, roles };
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}

/** The two roles of a database with their passwords. */
export function rolesOf(secrets: PostgresSecrets, database: string): DatabaseRoles {
  const role = (name: string) => {
    const password = secrets.roles[name];
    if (password === undefined) throw new Error(`There is no password for the role ${name}.`);
    return { role: name, password };
  };
  return { database, owner: role(`${database}_owner`), app: role(`${database}_app`) };
}

function parse(file: string): PostgresSecrets {
  try {
    return secretsFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new Failure(
      `${file} is damaged, and with it the passwords of the database: restore it from a backup, or remove the data folder to start with an empty one.`,
      { cause },
    );
  }
}

function newPassword(): string {
  return randomBytes(24).toString("hex");
}
