import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where the tests find ClamAV's daemon, too: it is on the path of administrators alone. */
const folders = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"];

/** The ClamAV daemon of this machine; undefined when there is none. */
export function findClamd({ PATH = "" }: NodeJS.ProcessEnv): string | undefined {
  return [...PATH.split(delimiter), ...folders].map((folder) => join(folder, "clamd")).find((file) => existsSync(file));
}
