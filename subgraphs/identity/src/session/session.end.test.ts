import { decodeJwt } from "jose";
import { generate } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPkce, openTestBrowser, type TestBrowser, type Visit } from "../testing/test.browser.ts";
import { press, submit } from "../testing/test.form.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";
import { linkIn, openTestMailbox, type TestMailbox } from "../testing/test.mail.ts";

let mailbox: TestMailbox;
let identity: TestIdentity;
beforeAll(async () => {
  mailbox = openTestMailbox();
  identity = await startTestIdentity({ CARECONNECT_DATA: mailbox.dataFolder });
});
afterAll(async () => {
  await identity.close();
  mailbox.close();
});

const password = "careconnect";
const open = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
/** All that were ever begun. */
const begun = async () => (await identity.sql("select id from session")).length;

function begin(browser: TestBrowser): Promise<Visit> {
  const { challenge } = createPkce();
  const asked = { scope: "openid graphql", code_challenge: challenge, code_challenge_method: "S256" };
  return browser.open(identity.authorizationUrl(identity.web, asked));
}

/** A browser in which somebody has shown who they are, and which has not gone on from there. */
async function provenIn(browser: TestBrowser, email: string): Promise<Visit> {
  return submit(browser, await begin(browser), { email, password }, { redirect: "manual" });
}

async function ask(token: string, document: string) {
  const { data, errors } = await identity.query(token, document);
  expect(errors).toBeUndefined();
  return data;
}

async function reset(email: string): Promise<void> {
  const browser = open();
  await submit(browser, await browser.open("/oidc/account/reset"), { email });
  const page = await browser.open(linkIn(await mailbox.next(email)));
  await submit(browser, page, { password: "correct pony battery staple" });
}

async function changePassword(email: string): Promise<void> {
  const browser = open();
  await submit(browser, await browser.open("/oidc/account"), { email, password });
  const form = await browser.open("/oidc/account/password");
  await submit(browser, form, { current: password, password: "correct pony battery staple" });
}

async function endOthers(email: string): Promise<void> {
  const browser = open();
  await identity.signIn(open(), email);
  const page = await submit(browser, await browser.open("/oidc/account"), { email, password });
  await press(browser, page, "/sessions/end");
}

async function suspendForAWhile(email: string): Promise<void> {
  const id = decodeJwt(await identity.tokenOf(email)).sub;
  const admin = await identity.tokenOf("admin@careconnect.test");
  const reason = "Was thought to have left.";
  await ask(admin, `mutation { suspendUser(input: { id: "${id}", reason: "${reason}" }) { userErrors { code } } }`);
  await ask(admin, `mutation { reinstateUser(input: { id: "${id}" }) { userErrors { code } } }`);
}

const everywhere = "mutation { signOutEverywhere(input: {}) { userErrors { code } } }";
const signOutEverywhere = async (email: string) => ask(await identity.tokenOf(email), everywhere);

it("a request that asks for a newer sign-in than there is begins no session before it", async () => {
  const browser = open();
  await submit(browser, await browser.open("/oidc/account"), { email: "doctor@careconnect.test", password });
  const { challenge } = createPkce();
  const asked = { scope: "openid graphql", code_challenge: challenge, code_challenge_method: "S256" };
  const [before, realNow] = [await begun(), Date.now];
  Date.now = () => realNow() + 60_000;
  try {
    const page = await browser.open(identity.authorizationUrl(identity.web, { ...asked, max_age: "30" }));
    expect(page.text).toContain("Welcome back");
    expect(await begun()).toBe(before);
    const { url } = await browser.open(identity.authorizationUrl(identity.web, { ...asked, max_age: "600" }));
    expect(url.searchParams.has("code")).toBe(true);
  } finally {
    Date.now = realNow;
  }
});

describe("what was proved for a sign-in", () => {
  it.each([
    ["a password reset", "doctor@careconnect.test", reset],
    ["another password", "admin@otherclinic.test", changePassword],
    ["a sign-out everywhere", "staff@careconnect.test", signOutEverywhere],
    ["a sign-out of all other browsers", "nurse@careconnect.test", endOthers],
    ["a suspension", "patient@careconnect.test", suspendForAWhile],
  ])("before %s counts no more after it, however late its browser goes on", async (_name, email, end) => {
    const thief = open();
    const next = await provenIn(thief, email);
    expect(next.url.pathname).toMatch(/^\/oidc\/auth\//);
    await end(email);
    const before = await begun();
    expect((await thief.open(next.url.href)).text).toContain("Welcome back");
    expect((await begin(thief)).text).toContain("Welcome back");
    expect((await thief.open("/oidc/account")).text).toContain("Welcome back");
    expect(await begun()).toBe(before);
  });

  it("before a sign-out at the same moment starts no session that goes on", async () => {
    const email = "staff@careconnect.test";
    for (let round = 0; round < 5; round += 1) {
      const token = await identity.tokenOf(email);
      const thief = open();
      const next = await provenIn(thief, email);
      await Promise.all([thief.open(next.url.href), ask(token, everywhere)]);
      const { sub } = decodeJwt(token);
      expect(await identity.sql(`select 1 from session where user_id = '${sub}' and revoked_at is null`)).toEqual([]);
    }
  });

  it("by its first factor is begun anew after a sign-out everywhere", async () => {
    const email = "admin@careconnect.test";
    const token = await identity.tokenOf(email);
    const owner = open();
    await submit(owner, await owner.open("/oidc/account"), { email, password });
    const form = await owner.open("/oidc/account/totp");
    const secret = (/<code class="secret">([^<]+)</.exec(form.text)?.[1] ?? "").replaceAll(" ", "");
    const codes = await submit(owner, form, { code: await generate({ secret }) });
    const [, recovery = ""] = /<li>([a-z0-9]{5}-[a-z0-9]{5})<\/li>/.exec(codes.text) ?? [];
    const thief = open();
    const page = await submit(thief, await begin(thief), { email, password });
    expect(page.text).toContain("One more step");
    await ask(token, everywhere);
    expect((await submit(thief, page, { recovery })).text).toContain("Welcome back");
  });
});
