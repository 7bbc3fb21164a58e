import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@careconnect/kit";
import { decodeJwt } from "jose";
import Provider from "oidc-provider";
import { generate } from "otplib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPkce, openTestBrowser, type Visit } from "../testing/test.browser.ts";
import { press, submit } from "../testing/test.form.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";
import { readConnections } from "./connection.config.ts";

const clinic = "0199a000-0000-7000-8000-000000000001";

/** Who signs in at the other issuer, by its own names of claims. */
interface Colleague {
  readonly sub: string;
  readonly mail?: string;
  readonly mail_ok?: boolean;
  readonly full_name?: string;
  readonly teams?: unknown;
  /** How they showed there who they are. */
  readonly amr?: string[];
}

let colleague: Colleague;
let issuer: string;
let other: Server;
let identity: TestIdentity;
let folder: string;
/** Whether the other issuer's token endpoint fails. */
let isDown = false;

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
    claims: { openid: ["sub", "amr"], email: ["mail", "mail_ok"], profile: ["full_name", "teams"] },
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
  answer = (request, response) => {
    if (isDown && request.url === "/token") response.writeHead(503).end();
    else if (request.url?.startsWith("/sign-in/"))
      void provider.interactionFinished(request, response, {
        login: { accountId: colleague.sub, ...(colleague.amr && { amr: colleague.amr }) },
      });
    else void oidc(request, response);
  };
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
    roles: { Ward: "NURSE", Board: "ADMIN" },
    provision: true,
  };
  const trusted = { ...connection, id: "university", label: "University", twoFactors: { amr: ["mfa"] } };
  writeFileSync(join(folder, "connections.json"), JSON.stringify([connection, trusted]));
  process.env.OIDC_CONNECTIONS_FILE = join(folder, "connections.json");
  // Nurses must have a second factor, everybody else may.
  identity = await startTestIdentity({ MFA_REQUIRED_ROLES: "NURSE" });
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

/** Sends `person` to the router's sign-in and through the other issuer; answers where they are then. */
async function arrive(person: Colleague, connection = "hospital", change: (back: URL) => URL = (back) => back) {
  colleague = person;
  const browser = openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
  const { verifier, challenge } = createPkce();
  const asked = { scope: "openid graphql", code_challenge: challenge, code_challenge_method: "S256" };
  const page = await browser.open(identity.authorizationUrl(identity.web, asked));
  const away = await browser.open(`${page.url.pathname}/connection/${connection}`);
  const visit = await browser.open(change(new URL(await throughOtherIssuer(away.url))).href);
  const claimsAt = async (end: Visit) => {
    const code = end.url.searchParams.get("code");
    if (end.url.pathname !== "/session/callback" || code === null)
      throw new Error(`The sign-in ended at ${end.url}: ${end.text}`);
    const form = {
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
      redirect_uri: identity.web.redirectUri,
    };
    const { body } = await identity.post("token", form, identity.web);
    return decodeJwt(body.access_token);
  };
  return { browser, visit, claimsAt };
}

/** {@link arrive}, and what the token says of whoever is let in without another step. */
async function signIn(person: Colleague, connection = "hospital") {
  const { visit, claimsAt } = await arrive(person, connection);
  return claimsAt(visit);
}

const signIns = (outcome: "ALLOWED" | "REFUSED") =>
  identity.sql(
    `select actor_id, target from audit_entry where 'user.sign-in' = any(actions) and outcome = '${outcome}' order by occurred_at`,
  );

const nora = {
  sub: "nora",
  mail: "nora@hospital.test",
  mail_ok: true,
  full_name: "Nora Quist",
  teams: ["Ward", "Choir"],
};

describe("signing in with another issuer", () => {
  let codes: string[];

  it("gives a new colleague an account with the roles of their groups, their second factor, and our own token", async () => {
    const { browser, visit, claimsAt } = await arrive(nora);
    expect(visit.text).toContain("Protect your account");
    const secret = (/<code class="secret">([^<]+)</.exec(visit.text)?.[1] ?? "").replaceAll(" ", "");
    const shown = await submit(browser, visit, { code: await generate({ secret }) });
    codes = [...shown.text.matchAll(/<li>([a-z0-9]{5}-[a-z0-9]{5})<\/li>/g)].map(([, code]) => String(code));
    const claims = await claimsAt(await press(browser, shown, "/finish"));
    expect(claims).toMatchObject({
      iss: identity.subgraph.issuer.issuer,
      org: clinic,
      roles: ["NURSE"],
      amr: ["fed", "otp", "mfa"],
      acr: "aal2",
      client_id: "careconnect-web",
    });
    expect((await signIns("ALLOWED")).map(({ actor_id }) => actor_id)).toEqual([claims.sub]);
    const again = await arrive({ ...nora, mail: "quist@hospital.test" });
    expect(again.visit.text).toContain("One more step");
    const end = await submit(again.browser, again.visit, { recovery: codes[0] ?? "" });
    expect((await again.claimsAt(end)).sub).toBe(claims.sub);
    const rows = JSON.stringify(await identity.sql("select * from user_identity"));
    expect(rows).not.toContain("nora");
  });

  it("links whoever has an account with the address that the issuer vouches for", async () => {
    const claims = await signIn({ sub: "daniel", mail: "Doctor@CareConnect.test", mail_ok: true });
    expect(claims).toMatchObject({
      sub: "d7f55811-d24b-5916-b6c0-92f018d1c0db",
      roles: ["PROVIDER"],
      amr: ["fed"],
      acr: "aal1",
    });
  });

  it("asks for no second factor where the connection takes the issuer's word for one, and it gave it", async () => {
    expect(await signIn({ ...nora, amr: ["pwd", "mfa"] }, "university")).toMatchObject({
      amr: ["fed", "mfa"],
      acr: "aal2",
    });
    for (const [amr, connection] of [[["pwd"], "university"] as const, [["pwd", "mfa"], "hospital"] as const])
      expect((await arrive({ ...nora, amr: [...amr] }, connection)).visit.text).toContain("One more step");
  });

  it("takes and gives the roles of the groups at each sign-in, and leaves the others", async () => {
    const daniel = { sub: "daniel", mail: "Doctor@CareConnect.test", mail_ok: true };
    const joined = await arrive({ ...daniel, teams: ["Ward"] }, "university");
    expect(joined.visit.text).toContain("Protect your account");
    const events = () => identity.sql("select payload from outbox_event where type = 'user.roles.changed'");
    expect((await events()).map(({ payload }) => (payload as { roles: string[] }).roles)).toEqual([
      ["PROVIDER", "NURSE"],
    ]);
    expect(await signIn({ ...daniel, teams: ["Choir"] })).toMatchObject({ roles: ["PROVIDER"] });
    // Nora has no role but that of her ward.
    expect((await arrive({ ...nora, teams: ["Choir"] })).visit).toMatchObject({
      status: 403,
      text: expect.stringContaining("no account"),
    });
    expect((await arrive(nora)).visit.text).toContain("One more step");
  });

  it.each([
    ["whose address nobody vouches for", { sub: "eve", mail: "admin@careconnect.test" }],
    ["whose address is another organization's", { sub: "otto", mail: "admin@otherclinic.test", mail_ok: true }],
    ["who has no role by their groups", { sub: "carl", mail: "carl@hospital.test", mail_ok: true, teams: ["Choir"] }],
    ["who has no address", { sub: "anna", mail_ok: true, teams: ["Ward"] }],
  ])("refuses a person %s", async (_who, person) => {
    const before = (await signIns("REFUSED")).length;
    const { visit } = await arrive(person);
    expect(visit).toMatchObject({ status: 403, text: expect.stringContaining("no account") });
    const [entry, ...others] = (await signIns("REFUSED")).slice(before);
    expect(entry).toEqual({ actor_id: null, target: "mail" in person ? expect.stringMatching(/^[\w-]{43}$/) : null });
    expect(others).toEqual([]);
  });

  it.each([
    ["no word", undefined],
    ["what is no list", { Choir: true }],
  ])("leaves the roles as they are where the issuer has %s of the groups", async (_what, teams) => {
    const daniel = { sub: "daniel", mail: "Doctor@CareConnect.test", mail_ok: true };
    await arrive({ ...daniel, teams: ["Ward"] });
    await arrive({ ...daniel, teams });
    const roles = "select roles from user_account where id = 'd7f55811-d24b-5916-b6c0-92f018d1c0db'";
    expect(await identity.sql(roles)).toEqual([{ roles: ["PROVIDER", "NURSE"] }]);
    expect(await signIn({ ...daniel, teams: [] })).toMatchObject({ roles: ["PROVIDER"] });
  });

  it("takes no power from the last administrator, and from another one it does", async () => {
    const ada = { sub: "ada", mail: "admin@careconnect.test", mail_ok: true, teams: ["Choir"] };
    expect(await signIn(ada)).toMatchObject({ roles: ["ADMIN"] });
    await identity.sql(
      `update user_account set roles = '{STAFF,ADMIN}' where roles = '{STAFF}' and organization_id = '${clinic}'`,
    );
    expect((await arrive(ada)).visit).toMatchObject({ status: 403, text: expect.stringContaining("no account") });
    expect(await signIn({ ...ada, teams: ["Board"] })).toMatchObject({ roles: ["ADMIN"] });
    await identity.sql("update user_account set roles = '{STAFF}' where roles = '{STAFF,ADMIN}'");
  });

  it("refuses an answer that was altered, of another sign-in, or without one", async () => {
    const before = (await signIns("REFUSED")).length;
    const altered = await arrive(nora, "hospital", (back) => {
      back.searchParams.set("state", "another");
      return back;
    });
    expect(altered.visit.status).toBe(401);
    expect(await signIns("REFUSED")).toHaveLength(before + 1);
    const stranger = openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
    expect((await stranger.open("/oidc/connection/callback?code=a&state=b")).status).toBe(400);
    const over = await stranger.open("/oidc/interaction/gone/connected");
    expect(over).toMatchObject({ status: 400, text: expect.stringContaining("This sign-in is over") });
  });
});

describe("an answer of another issuer", () => {
  const failures = () => identity.sql("select failures from sign_in_failure");
  const daniel = { sub: "daniel", mail: "Doctor@CareConnect.test", mail_ok: true, teams: [] };
  const cancelled = (back: URL) => {
    back.searchParams.delete("code");
    back.searchParams.set("error", "access_denied");
    return back;
  };
  const madeUp = (back: URL) => {
    back.searchParams.set("code", "a code of nobody's");
    return back;
  };
  beforeEach(() => identity.sql("delete from sign_in_failure"));

  it("is nobody's failure when the person cancels, or the issuer fails", async () => {
    const before = (await signIns("REFUSED")).length;
    expect((await arrive(daniel, "hospital", cancelled)).visit).toMatchObject({ status: 401 });
    isDown = true;
    expect((await arrive(daniel)).visit).toMatchObject({ status: 401 });
    isDown = false;
    expect(await failures()).toEqual([]);
    expect(await signIns("REFUSED")).toHaveLength(before);
    expect((await arrive(daniel, "hospital", madeUp)).visit).toMatchObject({ status: 401 });
    expect(await failures()).toEqual([{ failures: 1 }]);
    expect(await signIns("REFUSED")).toHaveLength(before + 1);
  });

  it("lets in whom it names when others have failed too often where they are, and refuses made-up ones for a while", async () => {
    await arrive(daniel, "hospital", madeUp);
    await identity.sql("update sign_in_failure set failures = 50");
    expect((await arrive(daniel, "hospital", madeUp)).visit).toMatchObject({ status: 429 });
    expect(await signIn(daniel)).toMatchObject({ roles: ["PROVIDER"] });
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
      twoFactors: { acr: [], amr: [] },
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
