import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@careconnect/kit";
import { decodeJwt } from "jose";
import Provider from "oidc-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPkce, openTestBrowser } from "../testing/test.browser.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";
import { readConnections } from "./connection.config.ts";

const clinic = "0199a000-0000-7000-8000-000000000001";

/** Who signs in at the other issuer, by its own names of claims. */
interface Colleague {
  readonly sub: string;
  readonly mail?: string;
  readonly mail_ok?: boolean;
  readonly full_name?: string;
  readonly teams?: readonly string[];
}

let colleague: Colleague;
let issuer: string;
let other: Server;
let identity: TestIdentity;
let folder: string;

/** Another OpenID provider, at which whoever `colleague` is signs in without a word. */
async function startOtherIssuer(): Promise<void> {
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  other = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "careconnect",
        client_secret: "a secret of the other issuer",
        redirect_uris: ["http://issuer.test/oidc/connection/callback"],
      },
    ],
    cookies: { keys: ["test"] },
    conformIdTokenClaims: false,
    claims: { openid: ["sub"], email: ["mail", "mail_ok"], profile: ["full_name", "teams"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/sign-in/${uid}` },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ ...colleague }) as never }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: "careconnect",
        accountId: ctx.oidc.session?.accountId,
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const oidc = provider.callback();
  answer = (request, response) =>
    request.url?.startsWith("/sign-in/")
      ? void provider.interactionFinished(request, response, { login: { accountId: colleague.sub } })
      : void oidc(request, response);
}

beforeAll(async () => {
  await startOtherIssuer();
  folder = mkdtempSync(join(tmpdir(), "careconnect-connections-"));
  const connection = {
    id: "hospital",
    label: "Hospital",
    issuer,
    clientId: "careconnect",
    clientSecret: "a secret of the other issuer",
    organizationId: clinic,
    claims: { email: "mail", emailVerified: "mail_ok", name: "full_name", groups: "teams" },
    roles: { Ward: "NURSE" },
    provision: true,
  };
  writeFileSync(join(folder, "connections.json"), JSON.stringify([connection]));
  process.env.OIDC_CONNECTIONS_FILE = join(folder, "connections.json");
  identity = await startTestIdentity();
});
afterAll(async () => {
  delete process.env.OIDC_CONNECTIONS_FILE;
  await identity.close();
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** Follows the other issuer's pages until it sends the browser back. */
async function throughOtherIssuer(start: URL): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start;
  while (url.origin === issuer) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) throw new Error(`The other issuer answered ${response.status}: ${await response.text()}`);
    url = new URL(location, url);
  }
  return url.href;
}

/** Signs `person` in to the router by way of the other issuer. */
async function signIn(person: Colleague, change: (back: URL) => URL = (back) => back) {
  colleague = person;
  const browser = openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
  const { verifier, challenge } = createPkce();
  const asked = { scope: "openid graphql", code_challenge: challenge, code_challenge_method: "S256" };
  const page = await browser.open(identity.authorizationUrl(identity.web, asked));
  const away = await browser.open(`${page.url.pathname}/connection/hospital`);
  const back = await browser.open(change(new URL(await throughOtherIssuer(away.url))).href);
  const code = back.url.searchParams.get("code");
  if (back.url.pathname !== "/session/callback" || code === null) return { refused: back.text, status: back.status };
  const form = {
    grant_type: "authorization_code",
    code,
    code_verifier: verifier,
    redirect_uri: identity.web.redirectUri,
  };
  const { body } = await identity.post("token", form, identity.web);
  return { claims: decodeJwt(body.access_token) };
}

const nora = {
  sub: "nora",
  mail: "nora@hospital.test",
  mail_ok: true,
  full_name: "Nora Quist",
  teams: ["Ward", "Choir"],
};

describe("signing in with another issuer", () => {
  it("gives a new colleague an account with the roles of their groups, and our own token", async () => {
    const { claims } = await signIn(nora);
    expect(claims).toMatchObject({
      iss: identity.subgraph.issuer.issuer,
      org: clinic,
      roles: ["NURSE"],
      amr: ["fed"],
      client_id: "careconnect-web",
    });
    const again = await signIn({ ...nora, mail: "quist@hospital.test" });
    expect(again.claims?.sub).toBe(claims?.sub);
    const rows = JSON.stringify(await identity.sql("select * from user_identity"));
    expect(rows).not.toContain("nora");
  });

  it("links whoever has an account with the address that the issuer vouches for", async () => {
    const { claims } = await signIn({ sub: "daniel", mail: "Doctor@CareConnect.test", mail_ok: true });
    expect(claims).toMatchObject({ sub: "d7f55811-d24b-5916-b6c0-92f018d1c0db", roles: ["PROVIDER"] });
  });

  it.each([
    ["whose address nobody vouches for", { sub: "eve", mail: "admin@careconnect.test" }],
    ["whose address is another organization's", { sub: "otto", mail: "admin@otherclinic.test", mail_ok: true }],
    ["who has no role by their groups", { sub: "carl", mail: "carl@hospital.test", mail_ok: true, teams: ["Choir"] }],
    ["who has no address", { sub: "anna", mail_ok: true, teams: ["Ward"] }],
  ])("refuses a person %s", async (_who, person) => {
    expect(await signIn(person)).toEqual({ status: 403, refused: expect.stringContaining("no account") });
  });

  it("refuses an answer that was altered, of another sign-in, or without one", async () => {
    const altered = await signIn(nora, (back) => {
      back.searchParams.set("state", "another");
      return back;
    });
    expect(altered.status).toBe(401);
    const stranger = openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
    expect((await stranger.open("/oidc/connection/callback?code=a&state=b")).status).toBe(400);
  });
});

describe("the file of connections", () => {
  const read = (content: unknown, mode: "demo" | "production" = "demo") => {
    const file = join(folder, "other.json");
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return readConnections({ OIDC_CONNECTIONS_FILE: file }, mode);
  };
  const one = {
    id: "a",
    label: "A",
    issuer: "https://a.test",
    clientId: "c",
    clientSecret: "s",
    organizationId: clinic,
  };

  it("may be missing, and has names of claims that are common", () => {
    expect(readConnections({}, "production")).toEqual([]);
    expect(read([one], "production")[0]).toMatchObject({
      scopes: ["openid", "email", "profile"],
      claims: { email: "email", emailVerified: "email_verified", name: "name", groups: null },
      provision: false,
    });
  });

  it.each([
    ["no JSON", "{"],
    ["an unknown setting", [{ ...one, claim: {} }]],
    ["two of one id", [one, one]],
    ["a role for partners", [{ ...one, roles: { all: "PARTNER" } }]],
    ["an issuer without TLS", [{ ...one, issuer: "http://a.test" }]],
  ])("stops the start with %s", (_what, content) => {
    expect(() => read(content)).toThrow(ConfigurationError);
  });
});
