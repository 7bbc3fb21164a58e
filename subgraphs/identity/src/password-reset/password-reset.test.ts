import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestBrowser } from "../testing/test.browser.ts";
import { submit } from "../testing/test.form.ts";
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

const open = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
const password = "correct pony battery staple";

async function requestReset(email: string) {
  const browser = open();
  return submit(browser, await browser.open("/oidc/account/reset"), { email });
}

const signIn = async (email: string, secret: string) =>
  (await identity.signIn(open(), email, { password: secret })).tokens;

describe("a password reset", () => {
  it("sets the password by the link, once, ends every session and tells the owner", async () => {
    const email = "nurse@careconnect.test";
    const before = await signIn(email, "careconnect");
    await requestReset(email);
    const link = linkIn(await mailbox.next(email));
    const browser = open();
    const page = await browser.open(link);
    const done = await submit(browser, page, { password });
    expect(done.status).toBe(200);
    expect(done.text).toContain("Your password was changed");
    await expect(signIn(email, "careconnect")).rejects.toThrow(/wrong/);
    expect(await signIn(email, password)).toHaveProperty("access_token");
    const refresh = { grant_type: "refresh_token", refresh_token: before.refresh_token };
    expect((await identity.post("token", refresh, identity.web)).body.error).toBe("invalid_grant");
    expect(await mailbox.next(email)).toContain("was changed");

    expect((await submit(browser, page, { password })).status).toBe(410);
    expect((await open().open(link)).status).toBe(410);
    const [event] = await identity.sql("select payload from outbox_event where type = 'user.password.changed'");
    expect(event?.payload).toEqual({ userId: expect.any(String), reset: true });
  });

  it("ends with the newest link alone", async () => {
    const email = "doctor@careconnect.test";
    await requestReset(email);
    const older = linkIn(await mailbox.next(email));
    await requestReset(email);
    const newer = linkIn(await mailbox.next(email));
    const browser = open();
    expect((await submit(browser, await browser.open(newer), { password })).status).toBe(200);
    expect((await open().open(older)).status).toBe(410);
  });

  it("lasts an hour", async () => {
    const email = "staff@careconnect.test";
    await requestReset(email);
    const link = linkIn(await mailbox.next(email));
    await identity.sql("update one_time_link set expires_at = expires_at - interval '1 hour' where used_at is null");
    expect((await open().open(link)).status).toBe(410);
  });

  it("answers the same to an address that nobody has, and writes as many rows", async () => {
    const rows = async () => (await identity.sql("select count(*)::int as n from one_time_link"))[0]?.n as number;
    const before = await rows();
    const known = await requestReset("admin@careconnect.test");
    const between = await rows();
    const unknown = await requestReset("nobody@careconnect.test");
    expect((await rows()) - between).toBe(between - before);
    const plain = (text: string) => text.replaceAll(/value="[^"]*"/g, "").replaceAll(/(admin|nobody)@/g, "");
    expect(plain(known.text)).toBe(plain(unknown.text));
    expect(known.status).toBe(unknown.status);
    expect(await mailbox.next("nobody@careconnect.test")).not.toContain("token=");
  });

  it("opens an address again that failed sign-ins had closed", async () => {
    const email = "admin@otherclinic.test";
    for (let round = 0; round < 10; round += 1) await expect(signIn(email, "guess")).rejects.toThrow(/wrong/);
    await expect(signIn(email, "careconnect")).rejects.toThrow(/try again in \d+ seconds/);
    await requestReset(email);
    const browser = open();
    await submit(browser, await browser.open(linkIn(await mailbox.next(email))), { password });
    expect(await signIn(email, password)).toHaveProperty("access_token");
  });
});
