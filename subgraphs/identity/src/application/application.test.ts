import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestBrowser, type TestBrowser } from "../testing/test.browser.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";
import {
  decide,
  type NewPartner,
  registerPartner,
  signInOn,
  type TestPartner,
  takeBack,
} from "../testing/test.partner.ts";

const patient = "patient@careconnect.test";
const question = "Let Visit Calendar act for you?";

let identity: TestIdentity;
let admin: string;
beforeAll(async () => {
  identity = await startTestIdentity({}, { followsRevocations: true });
  admin = await identity.tokenOf("admin@careconnect.test");
});
afterAll(() => identity.close());

const open = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
const partnerOf = (options?: NewPartner) => registerPartner(identity, admin, options);

/** A browser in which somebody has let an application do what it asked for, and its tokens. */
async function allowed(partner: TestPartner, scope: string, email = patient, browser: TestBrowser = open()) {
  const { visit, redeem } = await partner.ask(browser, scope);
  const asked = visit.text.includes("Welcome back") ? await signInOn(browser, visit, email) : visit;
  const back = await decide(browser, asked, "allow");
  const tokens = await redeem(back.url);
  return { browser, tokens, refreshToken: String(tokens.refresh_token), token: tokens.access_token };
}

/** What the audit log and the event log have of applications, in their order. */
const entries = (action: string) =>
  identity.sql(`select outcome from audit_entry where '${action}' = any(actions) order by occurred_at`);
const events = (clientId: string) =>
  identity.sql(
    `select type, payload from outbox_event where payload ->> 'clientId' = '${clientId}' and type like 'application.%' order by sequence`,
  );

describe("a partner's application", () => {
  it("asks a person after their sign-in, who sees who asks for what, and gets tokens for that alone", async () => {
    const partner = await partnerOf();
    const browser = open();
    const { visit, redeem } = await partner.ask(browser, "openid profile.read appointments.read");
    const page = await signInOn(browser, visit, patient);
    expect(page.url.pathname).toMatch(/^\/oidc\/interaction\/[\w-]+\/consent$/);
    for (const told of [
      question,
      "an application of a partner of CareConnect Clinic",
      "see your name, your e-mail address and your clinic",
      "see your appointments: when, with whom and what for",
      "You are signed in as Paula Jensen",
      "Afterwards you go back to calendar.example.",
    ])
      expect(page.text).toContain(told);
    expect(page.text).not.toContain("book new ones");

    const back = await decide(browser, page, "allow");
    expect(`${back.url.origin}${back.url.pathname}`).toBe("https://calendar.example/callback");
    const tokens = await redeem(back.url);
    expect(tokens.scope).toBe("profile.read appointments.read");
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      roles: ["PATIENT"],
      scope: "profile.read appointments.read",
      client_id: partner.clientId,
      patient_id: expect.any(String),
      sid: expect.any(String),
    });
    const { data } = await identity.query(tokens.access_token, "{ viewer { displayName sessions { id } } }");
    expect(data.viewer).toEqual({ displayName: "Paula Jensen", sessions: null });

    const renewed = await partner.refresh(String(tokens.refresh_token));
    expect(renewed.scope).toBe("profile.read appointments.read");
    expect(await events(partner.clientId)).toEqual([
      {
        type: "application.access.granted",
        payload: {
          accessId: expect.any(String),
          userId: decodeJwt(tokens.access_token).sub,
          clientId: partner.clientId,
          scopes: ["profile.read", "appointments.read"],
        },
      },
    ]);
  });

  it("opens nothing that its scopes do not name, whatever the person may do", async () => {
    const { token } = await allowed(await partnerOf(), "openid appointments.read", "admin@careconnect.test");
    for (const query of [
      "{ viewer { id } }",
      "{ clients { totalCount } }",
      "{ users { totalCount } }",
      "mutation { signOutEverywhere(input: {}) { userErrors { code } } }",
    ]) {
      const { errors } = await identity.query(token, query);
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
  });

  it("asks no second time for what it was let do, in this browser or another, and once more for more", async () => {
    const partner = await partnerOf();
    const { browser } = await allowed(partner, "openid appointments.read");
    const again = await partner.ask(browser, "openid appointments.read");
    expect((await again.redeem(again.visit.url)).scope).toBe("appointments.read");
    const elsewhere = open();
    const there = await partner.ask(elsewhere, "openid appointments.read");
    expect((await signInOn(elsewhere, there.visit, patient)).url.searchParams.get("code")).toEqual(expect.any(String));

    const more = await partner.ask(browser, "openid appointments.read appointments.write");
    expect(more.visit.text).toContain("book new ones, and move or cancel them, which may cost a fee");
    const tokens = await more.redeem((await decide(browser, more.visit, "allow")).url);
    expect(tokens.scope).toBe("appointments.read appointments.write");
    expect((await events(partner.clientId)).map(({ payload }) => (payload as { scopes: string[] }).scopes)).toEqual([
      ["appointments.read"],
      ["appointments.read", "appointments.write"],
    ]);
    const silent = await partner.ask(browser, "openid profile.read", { prompt: "none" });
    expect(silent.visit.url.searchParams.get("error")).toBe("consent_required");
    expect((await partner.ask(browser, "openid appointments.read", { prompt: "consent" })).visit.text).toContain(
      question,
    );
  });

  it("that was not let is told so, gets nothing, and may ask again", async () => {
    const partner = await partnerOf();
    const browser = open();
    const { visit } = await partner.ask(browser, "openid appointments.read");
    const before = await entries("application.allow");
    const denied = await decide(browser, await signInOn(browser, visit, patient), "deny");
    expect(denied.url.origin).toBe("https://calendar.example");
    expect(denied.url.searchParams.get("error")).toBe("access_denied");
    expect(denied.url.searchParams.get("code")).toBeNull();
    expect(await entries("application.allow")).toEqual([...before, { outcome: "REFUSED" }]);
    expect(await events(partner.clientId)).toEqual([]);
    expect(await identity.sql(`select 1 from session where client_id = '${partner.clientId}'`)).toEqual([]);
    const again = await partner.ask(browser, "openid appointments.read");
    expect((await signInOn(browser, again.visit, patient)).text).toContain(question);
  });

  it("asks each time where any program on the person's machine could pass for it, on whichever port", async () => {
    const partner = await partnerOf({ kind: "PUBLIC", redirectUris: ["http://127.0.0.1/callback"] });
    const browser = open();
    for (const port of [4_001, 4_002]) {
      const redirect = { redirect_uri: `http://127.0.0.1:${port}/callback` };
      const { visit, redeem } = await partner.ask(browser, "openid appointments.read", redirect);
      const page = visit.text.includes("Welcome back") ? await signInOn(browser, visit, patient) : visit;
      expect(page.text).toContain(question);
      expect((await redeem((await decide(browser, page, "allow")).url)).scope).toBe("appointments.read");
    }
  });

  it("needs the proof key, an address that it registered, and the organization of the person", async () => {
    const partner = await partnerOf();
    const { visit } = await partner.ask(open(), "openid appointments.read", { redirect_uri: "https://evil.example/" });
    expect([visit.status, visit.url.pathname]).toEqual([400, "/oidc/auth"]);
    const plain = identity.authorizationUrl(
      { id: partner.clientId, redirectUri: "https://calendar.example/callback" },
      { scope: "openid appointments.read" },
    );
    expect((await open().open(plain)).url.searchParams.get("error")).toBe("invalid_request");
    const stranger = open();
    const asked = await partner.ask(stranger, "openid appointments.read");
    const refused = await signInOn(stranger, asked.visit, "admin@otherclinic.test");
    expect(refused.url.searchParams.get("error")).toBe("access_denied");
    await identity.signIn(stranger, "admin@otherclinic.test");
    // Signed in where the application is another clinic's, they say nothing to it without being asked.
    const silent = await partner.ask(stranger, "openid appointments.read", { prompt: "none" });
    expect(silent.visit.url.searchParams.get("error")).toBe("login_required");
    expect(silent.visit.url.href).not.toContain("organization");
  });

  it("gets no scope that it was not registered with", async () => {
    const partner = await partnerOf();
    const browser = open();
    const { visit } = await partner.ask(browser, "openid records.read");
    const refused = await signInOn(browser, visit, patient);
    expect(refused.url.searchParams.get("error")).toBe("invalid_scope");
    expect(refused.url.searchParams.get("code")).toBeNull();
  });

  it("that was let by a patient has to ask again when they get a role in the clinic", async () => {
    const partner = await partnerOf({ scopes: ["profile.read", "records.read"] });
    const { browser, refreshToken } = await allowed(partner, "openid records.read");
    const roles = (names: string) =>
      identity.sql(`update user_account set roles = '{${names}}' where display_name = 'Paula Jensen'`);
    await roles("PATIENT,STAFF");
    try {
      await expect(partner.refresh(refreshToken)).rejects.toMatchObject({ error: "invalid_grant" });
      const silent = await partner.ask(browser, "openid records.read", { prompt: "none" });
      expect(silent.visit.url.searchParams.get("error")).toBe("consent_required");
      // What is let anew is that alone: what it could do for the patient is not carried over.
      const other = await partner.ask(browser, "openid profile.read");
      await other.redeem((await decide(browser, other.visit, "allow")).url);
      const again = await partner.ask(browser, "openid records.read");
      expect(again.visit.text).toContain("see the health record of every patient whom you may see");
      const tokens = await again.redeem((await decide(browser, again.visit, "allow")).url);
      expect(decodeJwt(tokens.access_token).roles).toEqual(["PATIENT", "STAFF"]);
      await roles("PATIENT");
      expect((await partner.refresh(String(tokens.refresh_token))).scope).toBe("records.read");
    } finally {
      await roles("PATIENT");
    }
  });

  it("gets no more by an old refresh token than what it is let do since", async () => {
    const partner = await partnerOf({ scopes: ["profile.read", "records.read"] });
    const { browser, refreshToken } = await allowed(partner, "openid records.read");
    const roles = (names: string) =>
      identity.sql(`update user_account set roles = '{${names}}' where display_name = 'Paula Jensen'`);
    await roles("PATIENT,STAFF");
    try {
      const less = await partner.ask(browser, "openid profile.read");
      await less.redeem((await decide(browser, less.visit, "allow")).url);
    } finally {
      await roles("PATIENT");
    }
    await expect(partner.refresh(refreshToken)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("keeps nobody signed in by asking without them", async () => {
    const partner = await partnerOf();
    const { browser } = await allowed(partner, "openid appointments.read", "nurse@careconnect.test");
    expect((await browser.open("/oidc/account")).text).toContain("Your account");
    const other = await partnerOf();
    const passes = (minutes: number) =>
      identity.sql(`update session set active_at = active_at - interval '${minutes} minutes'`);
    for (const answer of ["code", "error"]) {
      await passes(25);
      const { visit } = await partner.ask(browser, "openid appointments.read", { prompt: "none" });
      await other.ask(browser, "openid appointments.read");
      expect(visit.url.searchParams.has(answer)).toBe(true);
    }
    await passes(5);
    expect((await browser.open("/oidc/account")).text).toContain("Welcome back");
  });

  it("is never let by another site's form, nor in another browser", async () => {
    const partner = await partnerOf();
    const browser = open();
    const { visit } = await partner.ask(browser, "openid appointments.read");
    const page = await signInOn(browser, visit, patient);
    const body = new URLSearchParams({ decision: "allow", form_token: "forged" });
    expect((await browser.open(page.url.href, { method: "POST", body })).status).toBe(403);
    expect((await open().open(page.url.href)).status).toBe(400);
    expect(page.text).toContain(question);
    expect(await events(partner.clientId)).toEqual([]);
  });

  it("is not let by a sign-in that has ended meanwhile", async () => {
    const partner = await partnerOf();
    const browser = open();
    const { visit } = await partner.ask(browser, "openid appointments.read");
    const page = await signInOn(browser, visit, patient);
    const token = await identity.tokenOf(patient);
    await identity.query(token, "mutation { signOutEverywhere(input: {}) { userErrors { code } } }");
    expect((await decide(browser, page, "allow")).status).toBe(400);
    expect(await events(partner.clientId)).toEqual([]);
  });

  it("has no part in an emergency", async () => {
    const doctor = "doctor@careconnect.test";
    const breakGlass = `mutation { breakGlass(input: { patientId: "0199d000-0000-7000-8000-000000000001",
      reason: "Unconscious, nobody else is here" }) { userErrors { code } } }`;
    await identity.query(await identity.tokenOf(doctor), breakGlass);
    expect(decodeJwt(await identity.tokenOf(doctor))).toHaveProperty("break_glass");
    const { token } = await allowed(await partnerOf(), "openid appointments.read", doctor);
    expect(decodeJwt(token)).not.toHaveProperty("break_glass");
  });
});

describe("the clients that are ours", () => {
  it("ask nobody, even when they are told to", async () => {
    const browser = open();
    for (const client of [identity.web, identity.cli]) {
      await identity.signIn(browser, patient, { client });
      const parameters = { scope: "openid graphql", prompt: "consent", code_challenge_method: "S256" };
      const url = identity.authorizationUrl(client, { ...parameters, code_challenge: "a".repeat(43) });
      expect((await browser.open(url)).url.searchParams.get("code")).toEqual(expect.any(String));
    }
  });
});

describe("applications with access on the account page", () => {
  it("are listed with what they may do, and beside the places where one is signed in", async () => {
    const { browser } = await allowed(await partnerOf({ name: "Pill Reminder" }), "openid appointments.read");
    const page = await browser.open("/oidc/account");
    const [, panel = ""] = /<h2>Applications with access<\/h2>(.*?)<\/section>/s.exec(page.text) ?? [];
    expect(panel).toContain("Pill Reminder");
    expect(panel).toContain("of calendar.example");
    expect(panel).toContain("Signing out of the browser in which you let one signs it out, too.");
    expect(panel).toContain("see your appointments: when, with whom and what for");
    expect(panel).toMatch(/since \d{4}-\d\d-\d\d \d\d:\d\d UTC · last used \d{4}/);
    const [, places = ""] = /<h2>Where you are signed in<\/h2>(.*?)<\/section>/s.exec(page.text) ?? [];
    expect(places.match(/ · Pill Reminder<\/p>/g)).toHaveLength(1);
    const [, asked = ""] = /<details>(<summary[^>]*>Take back.*?)<\/details>/s.exec(panel) ?? [];
    expect(asked).toContain("Yes, take it back from Pill Reminder");
  });

  it("lose it when it is taken back: refreshing fails, every hop refuses, the browser stays signed in", async () => {
    const partner = await partnerOf({ name: "Night Owl" });
    const { browser, token, refreshToken } = await allowed(partner, "openid profile.read");
    expect((await identity.query(token, "{ viewer { id } }")).status).toBe(200);
    const after = await takeBack(browser);
    const since = Date.now();
    expect(after.text).toContain("The application has no access any more.");
    expect(after.text).not.toContain("Night Owl");
    await expect(partner.refresh(refreshToken)).rejects.toMatchObject({ error: "invalid_grant" });
    await vi.waitFor(async () => expect((await identity.query(token, "{ viewer { id } }")).status).toBe(401), {
      timeout: 5_000,
      interval: 100,
    });
    expect(Date.now() - since).toBeLessThan(5_000);
    expect((await browser.open("/oidc/account")).text).toContain("Your account");
    expect((await events(partner.clientId)).at(-1)).toEqual({
      type: "application.access.revoked",
      payload: { accessId: expect.any(String), userId: decodeJwt(token).sub, clientId: partner.clientId },
    });
    expect(await entries("application.revoke")).toContainEqual({ outcome: "ALLOWED" });
    expect((await partner.ask(browser, "openid profile.read")).visit.text).toContain("Let Night Owl act for you?");
  });

  it("are one's own: somebody else's stays", async () => {
    const partner = await partnerOf();
    const { refreshToken } = await allowed(partner, "openid profile.read");
    const [access] = await identity.sql(`select id from application_access where client_id = '${partner.clientId}'`);
    const { browser } = await allowed(await partnerOf(), "openid profile.read", "nurse@careconnect.test");
    const page = await browser.open("/oidc/account");
    const token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    const body = new URLSearchParams({ form_token: token });
    const after = await browser.open(`/oidc/account/applications/${access?.id}/revoke`, { method: "POST", body });
    expect(after.text).toContain("The application has no access any more.");
    expect((await partner.refresh(refreshToken)).scope).toBe("profile.read");
  });

  it("leave entries in the audit log that name the application", async () => {
    const partner = await partnerOf();
    const { browser } = await allowed(partner, "openid profile.read");
    const more = await partner.ask(browser, "openid appointments.read");
    await decide(browser, more.visit, "deny");
    const [access] = await identity.sql(`select id from application_access where client_id = '${partner.clientId}'`);
    await takeBack(browser);
    const left = await identity.sql(
      `select actions[1] as action, outcome, entity_ids from audit_entry where '${partner.clientId}' = any(entity_ids)
       and actions[1] like 'application.%' order by occurred_at`,
    );
    const ids = (known: unknown[]) => expect.arrayContaining(known);
    expect(left).toEqual([
      { action: "application.allow", outcome: "ALLOWED", entity_ids: ids([access?.id, partner.clientId]) },
      { action: "application.allow", outcome: "REFUSED", entity_ids: [partner.clientId] },
      { action: "application.revoke", outcome: "ALLOWED", entity_ids: ids([access?.id, partner.clientId]) },
    ]);
  });

  it("end with the client, and are listed no more", async () => {
    const partner = await partnerOf({ name: "Gone Tomorrow" });
    const { browser, token, refreshToken } = await allowed(partner, "openid profile.read");
    const revoke = "mutation ($id: ID!) { revokeClient(input: { id: $id }) { userErrors { code } } }";
    await identity.query(admin, revoke, { id: partner.clientId });
    expect(await identity.sql(`select 1 from application_access where client_id = '${partner.clientId}'`)).toEqual([]);
    await expect(partner.refresh(refreshToken)).rejects.toThrow();
    await vi.waitFor(async () => expect((await identity.query(token, "{ viewer { id } }")).status).toBe(401), {
      timeout: 5_000,
      interval: 100,
    });
    expect((await browser.open("/oidc/account")).text).not.toContain("Gone Tomorrow");
  });

  it("that use a refresh token twice lose their tokens, and sign nobody out of the browser", async () => {
    const partner = await partnerOf();
    const { browser, refreshToken } = await allowed(partner, "openid profile.read");
    expect((await browser.open("/oidc/account")).text).toContain("Your account");
    const { refresh_token: next = "" } = await partner.refresh(refreshToken);
    await expect(partner.refresh(refreshToken)).rejects.toMatchObject({ error: "invalid_grant" });
    await expect(partner.refresh(next)).rejects.toMatchObject({ error: "invalid_grant" });
    expect((await browser.open("/oidc/account")).text).toContain("Your account");
  });
});
