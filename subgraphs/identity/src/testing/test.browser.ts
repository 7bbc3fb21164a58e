import { createHash, randomBytes } from "node:crypto";

/** What a browser does at identity: it keeps cookies, follows redirects on identity's own pages, and fills in forms. */
export interface TestBrowser {
  readonly cookies: ReadonlyMap<string, string>;
  /**
   * Opens a public address of the issuer; answers where it ends up, be it a page or an address of a client. With
   * `redirect: "manual"` it stops where it would go next, and asks nothing there.
   */
  open(url: string, init?: RequestInit): Promise<Visit>;
}

export interface Visit {
  /** As the browser shows it; for a client's address, nothing was asked there. */
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

/**
 * @param issuer the public address of the provider that listens at `at`
 * @param languages in which its user reads, as browsers tell it
 */
export function openTestBrowser(issuer: string, at: string, languages = "en"): TestBrowser {
  const cookies = new Map<string, string>();
  const publicOrigin = new URL(issuer).origin;
  const open = async (address: string, init: RequestInit = {}): Promise<Visit> => {
    const url = new URL(address, publicOrigin);
    if (url.origin !== publicOrigin || !url.pathname.startsWith("/oidc/")) return { url, status: 0, text: "" };
    const response = await fetch(new URL(`${url.pathname}${url.search}`, at), {
      ...init,
      redirect: "manual",
      headers: {
        ...{ accept: "text/html", "accept-language": languages },
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      },
    });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const location = response.headers.get("location");
    if (location !== null && init.redirect === "manual") return { url: new URL(location, url), status: 0, text: "" };
    if (location !== null) return open(new URL(location, url).href);
    return { url, status: response.status, text: await response.text() };
  };
  return { cookies, open };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ""] = line.split(";");
  const [name = "", value = ""] = pair.split("=");
  if (value === "" || /expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

/** A code verifier and its challenge (RFC 7636). */
export function createPkce(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}
