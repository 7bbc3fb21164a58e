import { request } from "undici";

/** What a browser does at the router: it keeps cookies and follows redirects on the public origin. */
export interface TestBrowser {
  /** Name → value; without their paths, which the browser observes. */
  readonly cookies: ReadonlyMap<string, string>;
  /** Asks for an address of the public origin, redirects not followed. */
  ask(path: string, init?: Asked): Promise<Response>;
  /** Goes to an address as a person does; answers where that ends. */
  go(path: string): Promise<{ readonly url: URL; readonly response: Response }>;
  /** Signs in, through identity's pages; answers the path where that ends. */
  signIn(returnPath?: string): Promise<string>;
  /** The header of a request to the router that carries the session. */
  sessionHeader(): string;
}

interface Asked {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

const publicOrigin = "http://localhost:4000";

export function openTestBrowser(routerUrl: string): TestBrowser {
  const jar = new Map<string, Cookie>();
  const cookies = new Map<string, string>();

  function keep(line: string): void {
    const [pair = "", ...attributes] = line.split(/; */);
    const [name = "", value = ""] = pair.split("=");
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice("path=".length) ?? "/";
    if (value === "" || attributes.some((attribute) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute))) {
      jar.delete(name);
      cookies.delete(name);
      return;
    }
    jar.set(name, { value, path });
    cookies.set(name, value);
  }

  const headerFor = (path: string) =>
    [...jar]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join("; ");

  const ask: TestBrowser["ask"] = async (path, init = {}) => {
    // Not by fetch, which says of itself that it is a script.
    const { statusCode, headers, body } = await request(`${routerUrl}${path}`, {
      method: init.method ?? "GET",
      headers: { cookie: headerFor(path), ...init.headers },
    });
    const received = Object.entries(headers).flatMap(([name, values]) =>
      [values ?? []].flat().map((value): [string, string] => [name, value]),
    );
    const text = await body.text();
    const response = new Response(text === "" ? null : text, { status: statusCode, headers: received });
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  };

  const go: TestBrowser["go"] = async (path) => {
    const response = await ask(path, {
      headers: { accept: "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
    });
    const url = new URL(path, publicOrigin);
    const location = response.headers.get("location");
    if (location === null) return { url, response };
    const next = new URL(location, url);
    if (next.origin !== publicOrigin) return { url: next, response };
    return go(`${next.pathname}${next.search}`);
  };

  return {
    cookies,
    ask,
    go,
    async signIn(returnPath = "/") {
      const { url } = await go(`/session/sign-in?${new URLSearchParams({ return: returnPath })}`);
      return `${url.pathname}${url.search}`;
    },
    sessionHeader: () => `careconnect_sid=${cookies.get("careconnect_sid")}`,
  };
}
