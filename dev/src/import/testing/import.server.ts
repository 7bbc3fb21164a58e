import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { isDeepStrictEqual } from "node:util";
import { type CanonicalRows, ownerOf, type RowKind, type RowOwner } from "../canonical.rows.ts";

/** A rejection that the server should answer for a row. */
export interface PlannedRejection {
  readonly code: string;
  readonly field: readonly string[];
  readonly message: string;
}

export interface ImportServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** The same address for every owner. */
  readonly urls: Record<RowOwner, string>;
  /** What is stored, by kind and external id; the token's account is part of the key as another account is another organization. */
  rows<Kind extends RowKind>(kind: Kind, account?: string): CanonicalRows[Kind][];
  /** Every answered request, in order. */
  readonly requests: { path: string; rows: number; token: string | undefined }[];
  /** Statuses to answer next instead of working; "drop" closes the connection. */
  readonly failures: (number | "drop")[];
  /** Called for each row before it is stored. */
  reject: (kind: RowKind, row: { externalId: string; line: number }) => PlannedRejection | undefined;
  /** Tokens that are answered with 401. */
  readonly revoked: Set<string>;
}

/** Stands in for identity and for every owner: stores what is imported, as their endpoints do. */
export async function startImportServer(): Promise<ImportServer> {
  const stored = new Map<string, Map<string, object>>();
  let issued = 0;
  const server = createServer((request, response) => {
    answer(request, response).catch((cause: unknown) => response.writeHead(500).end(String(cause)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const fake: ImportServer = {
    port,
    url,
    urls: Object.fromEntries(Object.values(ownerOf).map((owner) => [owner, url])) as Record<RowOwner, string>,
    rows: <Kind extends RowKind>(kind: Kind, account = "admin@careconnect.test") =>
      [...(stored.get(`${account} ${kind}`)?.values() ?? [])] as CanonicalRows[Kind][],
    requests: [],
    failures: [],
    reject: () => undefined,
    revoked: new Set(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const failure = fake.failures.shift();
    if (failure === "drop") {
      request.socket.destroy();
      return;
    }
    if (failure !== undefined) return send(response, failure, { code: "TEST", message: "as the test asked" });
    const path = request.url ?? "";
    if (path.startsWith("/oidc/")) return signIn(path, request, response);
    const kind = /^\/import\/(\w+)$/.exec(path)?.[1];
    if (kind === undefined || !(kind in ownerOf)) return send(response, 404, { message: "no such path" });
    const token = request.headers.authorization?.replace("Bearer ", "");
    if (!token?.startsWith("token-of-") || fake.revoked.has(token)) return send(response, 401, { message: "no" });
    if (request.headers["content-type"] !== "application/x-ndjson")
      return send(response, 415, { message: "not NDJSON" });
    const lines = (await text(request)).split("\n");
    fake.requests.push({ path, rows: lines.length, token });
    if (lines.length > 500) return send(response, 400, { code: "BAD_USER_INPUT", message: "too many rows" });
    const account = token.replace("token-of-", "").replace(/-\d+$/, "");
    send(response, 200, store(account, kind as RowKind, lines));
  }

  /** Identity's pages in a few lines: one form, whose answer is the code. */
  async function signIn(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(path, url);
    if (pathname === "/oidc/.well-known/openid-configuration")
      return send(response, 200, { authorization_endpoint: `${url}/oidc/auth`, token_endpoint: `${url}/oidc/token` });
    if (pathname === "/oidc/auth" && request.method === "GET") {
      const page = `<form method="post" action="/oidc/auth?${searchParams.toString().replaceAll("&", "&amp;")}"><input name="email"><input name="password"></form>`;
      return void response.writeHead(200, { "content-type": "text/html" }).end(page);
    }
    const form = new URLSearchParams(await text(request));
    if (pathname === "/oidc/auth") {
      const email = form.get("email") ?? "";
      const admits =
        form.get("password") === "careconnect" &&
        searchParams.get("scope") === "openid graphql import" &&
        email.startsWith("admin@");
      if (!admits) return void response.writeHead(401).end('<p role="alert">unknown account</p>');
      const back = new URL(searchParams.get("redirect_uri") ?? "");
      back.search = String(new URLSearchParams({ code: email }));
      return void response.writeHead(303, { location: back.href }).end();
    }
    issued += 1;
    const token = `token-of-${form.get("code")}-${issued}`;
    send(response, 200, { access_token: token, token_type: "Bearer", expires_in: 300 });
  }

  function store(account: string, kind: RowKind, lines: readonly string[]) {
    const key = `${account} ${kind}`;
    const rows = stored.get(key) ?? new Map<string, object>();
    stored.set(key, rows);
    const report = { accepted: 0, unchanged: 0, rejected: [] as object[] };
    for (const line of lines) {
      const { line: number, ...row } = JSON.parse(line) as { line: number; externalId: string };
      const rejection = fake.reject(kind, { ...row, line: number });
      if (rejection) {
        report.rejected.push({ line: number, ...rejection });
      } else if (isDeepStrictEqual(rows.get(row.externalId), row)) {
        report.unchanged += 1;
      } else {
        rows.set(row.externalId, row);
        report.accepted += 1;
      }
    }
    return report;
  }

  return fake;
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
