import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/**
 * `env` with the secret that the router and identity share; in the demo one is made at the first start and kept in
 * `file`, which is the owner's alone (0600).
 */
export function withClientSecret(env: NodeJS.ProcessEnv, file: string): NodeJS.ProcessEnv {
  return { ...env, OIDC_WEB_CLIENT_SECRET: env.OIDC_WEB_CLIENT_SECRET || readOrMakeSecret(file) };
}

function readOrMakeSecret(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file, "utf8").trim();
}
