import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPkce, openTestBrowser, type Visit } from "../testing/test.browser.ts";
import { submit } from "../testing/test.form.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";
import { addressSubject, emailSubject } from "./signin.lockout.ts";
import { noteLocked } from "./signin.service.ts";

const staff = "staff@careconnect.test";
const password = "careconnect";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.close());
beforeEach(() => identity.sql("delete from sign_in_failure"));

const open = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);

/** Somebody at the sign-in page, who may try as often as they like. */
async function atSignIn(browser = open()) {
  const asked = {
    scope: "openid graphql",
    prompt: "login",
    code_challenge: createPkce().challenge,
    code_challenge_method: "S256",
  };
  const page = await browser.open(identity.authorizationUrl(identity.web, asked));
  return (email: string, secret = "guess"): Promise<Visit> => submit(browser, page, { email, password: secret });
}

/** In seconds, as the page says it. */
const waitIn = ({ text }: Visit) => Number(/try again in (\d+) seconds/.exec(text)?.[1]);

const failuresOfStaff = () =>
  identity.sql(
    "select failures from sign_in_failure join user_account on subject = email_index where roles = '{STAFF}'",
  );

describe("too many failures", () => {
  it.each([staff, "unknown@careconnect.test"])("close an address for a while, known or not: %s", async (email) => {
    const tryAs = await atSignIn();
    for (let count = 0; count < 10; count += 1) expect((await tryAs(email)).status).toBe(401);
    const locked = await tryAs(email, password);
    expect(locked.status).toBe(429);
    expect(waitIn(locked)).toBeGreaterThan(5);
    expect(waitIn(locked)).toBeLessThanOrEqual(30);
    expect((await tryAs("nurse@careconnect.test", password)).url.searchParams.has("code")).toBe(true);
  });

  it("wait longer with each failure, and are forgotten after the right password", async () => {
    const tryAs = await atSignIn();
    await tryAs(staff);
    await identity.sql("update sign_in_failure set failures = 12");
    expect((await tryAs(staff)).text).toContain("try again in 2 minutes");
    await identity.sql("update sign_in_failure set last_failed_at = now() - interval '5 minutes'");
    expect((await tryAs(staff, password)).url.searchParams.has("code")).toBe(true);
    expect(await failuresOfStaff()).toEqual([]);
  });

  it("are all counted when they come at once", async () => {
    const tryAs = await atSignIn();
    const answers = await Promise.all(Array.from({ length: 9 }, () => tryAs(staff)));
    expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(401));
    expect(await failuresOfStaff()).toEqual([{ failures: 9 }]);
  });

  it("stop a hit that was under way when the address was closed", async () => {
    const tryAs = await atSignIn();
    const [account] = await identity.sql("select email_index from user_account where roles = '{STAFF}'");
    const hit = await identity.subgraph.orm.em.fork().transactional(async (em) => {
      await em.execute("lock table user_account in access exclusive mode");
      const answer = tryAs(staff, password);
      const waiting = "select 1 from pg_locks where relation = 'user_account'::regclass and not granted";
      while ((await identity.sql(waiting)).length === 0) await delay(10);
      await identity.sql(`insert into sign_in_failure values ('${account?.email_index}', 10, now())`);
      // In an object: awaiting it here would wait for the lock that this transaction holds.
      return { answer };
    });
    const locked = await hit.answer;
    expect(locked.status).toBe(429);
    expect(waitIn(locked)).toBeGreaterThan(5);
  });

  it("of strangers keep nobody out of a browser in which they have signed in before", async () => {
    const own = open();
    expect((await (await atSignIn(own))(staff, password)).url.searchParams.has("code")).toBe(true);
    const stranger = await atSignIn();
    for (let count = 0; count < 10; count += 1) await stranger(staff);
    expect((await stranger(staff, password)).status).toBe(429);
    const tryAs = await atSignIn(own);
    expect((await tryAs(staff)).status).toBe(401);
    expect((await tryAs(staff, password)).url.searchParams.has("code")).toBe(true);
    // It is known for this address alone, and its own failures count like a stranger's.
    const again = await atSignIn(own);
    for (let count = 0; count < 10; count += 1) expect((await again(staff)).status).toBe(401);
    expect((await again(staff, password)).status).toBe(429);
    await identity.sql("delete from sign_in_failure");
    const nurse = "nurse@careconnect.test";
    for (let count = 0; count < 10; count += 1) await stranger(nurse);
    expect((await again(nurse, password)).status).toBe(429);
  });

  it("of one subscriber's addresses are counted together", () => {
    const [one, other, next] = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"].map(
      (address) => addressSubject(address).key,
    );
    expect(one).toBe(other);
    expect(one).not.toBe(next);
  });

  it("leave an entry for each attempt, and one that the address is closed", async () => {
    const tryAs = await atSignIn();
    for (let count = 0; count < 10; count += 1) await tryAs("closed@example.org");
    expect((await tryAs("closed@example.org")).status).toBe(429);
    const [latest] = await identity.sql(
      "select count(*)::int as n from audit_entry where outcome = 'REFUSED' group by target order by max(occurred_at) desc limit 1",
    );
    expect(latest).toEqual({ n: 11 });
  });

  it("leave an entry each half minute of what is refused while the address is closed, however often that is", async () => {
    const tryAs = await atSignIn();
    const refusals = async () => {
      const [{ n } = {}] = await identity.sql("select count(*)::int as n from audit_entry where outcome = 'REFUSED'");
      return Number(n);
    };
    const tryFiveTimes = async () => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => tryAs(staff)));
      expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(429));
    };
    for (let count = 0; count < 10; count += 1) await tryAs(staff);
    const before = await refusals();
    await tryFiveTimes();
    expect(await refusals()).toBe(before + 1);
    await identity.sql("update sign_in_failure set failures = 12 where failures = 10");
    await identity.sql("update sign_in_failure set last_failed_at = last_failed_at - interval '31 seconds'");
    await tryFiveTimes();
    expect(await refusals()).toBe(before + 2);
  });

  it("leave an entry for each place from where a lock refuses, and none that says it was written when it was not", async () => {
    const { orm, database } = identity.subgraph;
    const refuseAt = (clientAddress: string) =>
      noteLocked(orm, { correlationId: "test", clientAddress }, emailSubject("kept@example.org"), { action: "test" });
    const places = async () =>
      (await identity.sql("select client_address from audit_entry where actions = '{test}' order by occurred_at")).map(
        (entry) => entry.client_address,
      );
    await database.asOwner("alter table audit_entry rename to gone");
    await expect(refuseAt("192.0.2.1")).rejects.toThrow("audit_entry");
    await database.asOwner("alter table gone rename to audit_entry");
    for (const address of ["192.0.2.1", "192.0.2.1", "192.0.2.2"]) await refuseAt(address);
    expect(await places()).toEqual(["192.0.2.1", "192.0.2.2"]);
  });

  it("of a client address name nobody whom its lock keeps out", async () => {
    const tryAs = await atSignIn();
    await tryAs("first@example.org");
    await identity.sql("update sign_in_failure set failures = 50 where failures = 1");
    expect((await tryAs("second@example.org", password)).status).toBe(429);
    const [latest] = await identity.sql("select outcome, target from audit_entry order by occurred_at desc limit 1");
    expect(latest).toEqual({ outcome: "REFUSED", target: null });
  });

  it("of passkeys count against where they come from, which is closed for them as for passwords", async () => {
    const browser = open();
    const asked = { scope: "openid graphql", code_challenge: createPkce().challenge, code_challenge_method: "S256" };
    const page = await browser.open(identity.authorizationUrl(identity.web, asked));
    const token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    const tryPasskey = () =>
      browser.open(`${page.url.pathname}/passkey`, {
        method: "POST",
        body: new URLSearchParams({ form_token: token, response: JSON.stringify({ id: "of nobody" }) }),
      });
    expect((await tryPasskey()).status).toBe(401);
    expect(await identity.sql("select failures from sign_in_failure")).toEqual([{ failures: 1 }]);
    await identity.sql("update sign_in_failure set failures = 50");
    const refusals = () => identity.sql("select 1 from audit_entry where outcome = 'REFUSED'");
    const before = await refusals();
    const answers = [await tryPasskey(), await tryPasskey()];
    expect(answers.map(({ status }) => status)).toEqual([429, 429]);
    expect(answers.map(waitIn)).toEqual([expect.any(Number), expect.any(Number)]);
    expect(await refusals()).toHaveLength(before.length + 1);
  });

  it("are not kept for ever", async () => {
    const tryAs = await atSignIn();
    await tryAs("passer-by@example.org");
    await identity.sql("update sign_in_failure set last_failed_at = now() - interval '2 hours'");
    await tryAs(staff);
    // The e-mail address's and the client address's.
    expect(await identity.sql("select failures from sign_in_failure")).toEqual([{ failures: 1 }, { failures: 1 }]);
  });
});

it("a fault of the sign-in is masked", async () => {
  const tryAs = await atSignIn();
  await identity.subgraph.database.asOwner("alter table sign_in_failure rename to gone");
  try {
    const { status, text } = await tryAs(staff, password);
    expect(status).toBe(500);
    expect(text).not.toContain("sign_in_failure");
  } finally {
    await identity.subgraph.database.asOwner("alter table gone rename to sign_in_failure");
  }
});
