import { isIP } from "node:net";
import { z } from "zod";

/**
 * The loopback addresses of RFC 8252, section 7.3. Not `localhost`, which may be another machine, or another program that
 * listens on all interfaces (section 8.3).
 */
const loopback = new Set(["127.0.0.1", "[::1]"]);

/** Whether what is sent to `uri` stays on the machine of the browser, where any program may listen. */
export function isLoopback(uri: string): boolean {
  return URL.canParse(uri) && loopback.has(new URL(uri).hostname);
}

const longest = 2_000;
const most = 10;

/** Where a browser may be sent with a code: compared as it is written, so that it has to be written plainly. */
const redirectUri = z
  .string()
  .max(longest, "must have 2,000 characters at most each")
  .refine(
    (uri) => isPlain(uri) && isTrusted(new URL(uri)),
    "must each be https with the name of a host, or http on 127.0.0.1 or [::1], without a fragment, a user or a wildcard",
  );

export const redirectUris = z.array(redirectUri).max(most, "must be ten at most");

/** What a URL parser would mend, such as a space or a backslash, is not what the client will send. */
function isPlain(uri: string): boolean {
  return /^https?:\/\/[^\s\\#*@]+$/.test(uri) && URL.canParse(uri);
}

function isTrusted({ protocol, hostname }: URL): boolean {
  return protocol === "https:" ? isHostName(hostname.replace(/\.$/, "")) : loopback.has(hostname);
}

/** A name that a page's content security policy can say, of a machine elsewhere. */
function isHostName(name: string): boolean {
  const isHere = name === "localhost" || name.endsWith(".localhost");
  return /^[a-z0-9.-]+$/.test(name) && isIP(name) === 0 && !isHere;
}
