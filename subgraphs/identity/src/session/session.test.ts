import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestBrowser } from "../testing/test.browser.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.close());

const browser = () => openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
const signIn = async (email: string): Promise<string> => (await identity.signIn(browser(), email)).tokens.access_token;

interface Feed {
  readonly cursor: string;
  readonly revocations: { sid?: string; sub?: string; notAfterIat: number }[];
}

async function feed(after?: string): Promise<Feed> {
  const query = after === undefined ? "" : `?after=${after}`;
  return (await (await fetch(`${identity.subgraph.url}/oidc/revocations${query}`)).json()) as Feed;
}

/** The feed tells of what the relay has given its position. */
const eventually = (test: () => Promise<void>) => vi.waitFor(test, { timeout: 10_000, interval: 50 });

const sessions = "{ viewer { sessions { id current methods userAgent lastUsedAt } } }";

describe("sessions", () => {
  it("are listed, and end one by one; the feed tells all who verify tokens", async () => {
    const [first, second] = [await signIn("nurse@careconnect.test"), await signIn("nurse@careconnect.test")];
    const ids = [first, second].map((token) => String(decodeJwt(token).sid));
    const listed = await identity.query(second, sessions);
    expect(listed.errors).toBeUndefined();
    expect(listed.data.viewer.sessions).toEqual([
      expect.objectContaining({ id: ids[1], current: true, methods: ["pwd"] }),
      expect.objectContaining({ id: ids[0], current: false }),
    ]);
    const { cursor } = await feed();
    const ended = await identity.query(
      second,
      "mutation ($id: ID!) { revokeSession(input: { id: $id }) { session { id } userErrors { code } } }",
      { id: ids[0] },
    );
    expect(ended.data.revokeSession).toEqual({ session: { id: ids[0] }, userErrors: [] });
    await eventually(async () => {
      const { iat = 0 } = decodeJwt(first);
      const { revocations } = await feed(cursor);
      expect(revocations).toEqual([{ sid: ids[0], notAfterIat: expect.any(Number) }]);
      expect(revocations[0]?.notAfterIat).toBeGreaterThan(iat);
    });
    expect((await identity.query(second, sessions)).data.viewer.sessions).toHaveLength(1);
  });

  it("of one browser end as one, since its sign-in ends with each of them", async () => {
    const person = browser();
    const [web, tool] = [
      (await identity.signIn(person, "patient@careconnect.test")).tokens,
      (await identity.signIn(person, "patient@careconnect.test", { client: identity.cli })).tokens,
    ];
    const here = await signIn("patient@careconnect.test");
    const { sid: id } = decodeJwt(web.access_token);
    await identity.query(here, "mutation ($id: ID!) { revokeSession(input: { id: $id }) { userErrors { code } } }", {
      id,
    });
    const { data } = await identity.query(here, sessions);
    expect(data.viewer.sessions).toEqual([expect.objectContaining({ current: true })]);
    await eventually(async () => {
      const sid = String(decodeJwt(tool.access_token).sid);
      expect((await feed()).revocations).toContainEqual({ sid, notAfterIat: expect.any(Number) });
    });
  });

  it("that were not used for twelve hours are no more, and not listed", async () => {
    const [forgotten, used] = [await signIn("patient@careconnect.test"), await signIn("patient@careconnect.test")];
    await identity.sql(
      `update session set last_used_at = now() - interval '13 hours' where id = '${decodeJwt(forgotten).sid}'`,
    );
    const { data } = await identity.query(used, sessions);
    const ids = data.viewer.sessions.map(({ id }: { id: string }) => id);
    expect(ids).toContain(decodeJwt(used).sid);
    expect(ids).not.toContain(decodeJwt(forgotten).sid);
  });

  it("that the router has ended, whose user did nothing, are not listed; those of other clients are", async () => {
    const email = "patient@careconnect.test";
    const idle = await signIn(email);
    const tool = (await identity.signIn(browser(), email, { client: identity.cli })).tokens.access_token;
    const ids = async () => {
      const { data } = await identity.query(await signIn(email), sessions);
      return data.viewer.sessions.map(({ id }: { id: string }) => id);
    };
    const was = (minutes: number) =>
      identity.sql(`update session set active_at = now() - interval '${minutes} minutes'`);
    await was(39);
    expect(await ids()).toEqual(expect.arrayContaining([idle, tool].map((token) => decodeJwt(token).sid)));
    await was(41);
    const later = await ids();
    expect(later).not.toContain(decodeJwt(idle).sid);
    expect(later).toContain(decodeJwt(tool).sid);
  });

  it("that the router has ended are renewed no more, and end with the attempt", async () => {
    const { tokens } = await identity.signIn(browser(), "nurse@careconnect.test");
    const { sid } = decodeJwt(tokens.access_token);
    let refreshToken = tokens.refresh_token;
    const renew = async (idleSeconds: number) => {
      const form = { grant_type: "refresh_token", refresh_token: refreshToken, idle_seconds: String(idleSeconds) };
      const { body } = await identity.post("token", form, identity.web);
      refreshToken = body.refresh_token;
      return body;
    };
    await identity.sql(`update session set active_at = now() - interval '41 minutes' where id = '${sid}'`);
    // The router tells of what was done since, such as after a time in which it could not.
    expect(await renew(60)).toMatchObject({ access_token: expect.any(String) });
    await identity.sql(`update session set active_at = now() - interval '41 minutes' where id = '${sid}'`);
    expect(await renew(41 * 60)).toMatchObject({ error: "invalid_grant" });
    expect(await identity.sql(`select revoked_at from session where id = '${sid}'`)).toEqual([
      { revoked_at: expect.anything() },
    ]);
  });

  it("of somebody else cannot be ended", async () => {
    const { sid } = decodeJwt(await signIn("doctor@careconnect.test"));
    const { data } = await identity.query(
      await signIn("admin@careconnect.test"),
      "mutation ($id: ID!) { revokeSession(input: { id: $id }) { userErrors { code } } }",
      { id: sid },
    );
    expect(data.revokeSession.userErrors).toEqual([{ code: "NOT_FOUND" }]);
  });

  it("end all at once", async () => {
    const token = await signIn("staff@careconnect.test");
    await signIn("staff@careconnect.test");
    const mutation = "mutation { signOutEverywhere(input: {}) { viewer { id } userErrors { code } } }";
    expect((await identity.query(token, mutation)).data.signOutEverywhere.userErrors).toEqual([]);
    const going = await identity.sql(
      `select 1 from session where user_id = '${decodeJwt(token).sub}' and revoked_at is null`,
    );
    expect(going).toEqual([]);
  });

  it("are told of by a feed that knows its own cursors alone", async () => {
    for (const cursor of ["nonsense", "0199a000-0000-7000-8000-000000000001.5"])
      expect((await fetch(`${identity.subgraph.url}/oidc/revocations?after=${cursor}`)).status).toBe(400);
  });

  it("that expired leave no artifacts behind once they are cleaned up, and unexpired ones stay", async () => {
    const count = async () => (await identity.sql("select count(*)::int as n from oidc_artifact"))[0]?.n as number;
    const before = await count();
    await identity.sql("update oidc_artifact set expires_at = now() - interval '1 hour' where model = 'Interaction'");
    const { forgetExpiredArtifacts } = await import("../provider/provider.storage.ts");
    await forgetExpiredArtifacts(identity.subgraph.orm);
    const left = await count();
    expect(left).toBeLessThanOrEqual(before);
    expect(await identity.sql("select 1 from oidc_artifact where expires_at < now()")).toEqual([]);
    expect(left).toBeGreaterThan(0);
  });
});

describe("suspending a user", () => {
  const suspend =
    "mutation ($id: ID!, $reason: String!) { suspendUser(input: { id: $id, reason: $reason }) { suspension { suspendedAt } userErrors { code field } } }";
  const reinstate =
    "mutation ($id: ID!) { reinstateUser(input: { id: $id }) { suspension { suspendedAt } userErrors { code } } }";
  const reason = "Left the clinic in anger.";

  it("keeps them out at once, until an administrator opens the account again", async () => {
    const admin = await signIn("admin@careconnect.test");
    const { tokens } = await identity.signIn(browser(), "doctor@careconnect.test");
    const id = decodeJwt(tokens.access_token).sub;
    const { data } = await identity.query(admin, suspend, { id, reason });
    expect(data.suspendUser).toEqual({ suspension: { suspendedAt: expect.any(String) }, userErrors: [] });
    const refreshed = await identity.post(
      "token",
      { grant_type: "refresh_token", refresh_token: tokens.refresh_token },
      identity.web,
    );
    expect(refreshed.body.error).toBe("invalid_grant");
    await expect(signIn("doctor@careconnect.test")).rejects.toThrow(/wrong/);
    const refused = await identity.sql(
      `select outcome from audit_entry where 'user.sign-in' = any(actions) and actor_id = '${id}' order by occurred_at`,
    );
    expect(refused.at(-1)).toEqual({ outcome: "REFUSED" });
    await eventually(async () => {
      expect((await feed()).revocations).toContainEqual({ sub: id, notAfterIat: expect.any(Number) });
    });
    const [row] = await identity.sql(`select suspension_reason from user_account where id = '${id}'`);
    expect(row?.suspension_reason).not.toContain("anger");
    expect(JSON.stringify(await identity.sql("select payload from outbox_event"))).not.toContain("anger");

    expect((await identity.query(admin, reinstate, { id })).data.reinstateUser.suspension).toEqual({
      suspendedAt: null,
    });
    expect(await signIn("doctor@careconnect.test")).toEqual(expect.any(String));
  });

  it("is for administrators, for a reason, and never of oneself", async () => {
    const admin = await signIn("admin@careconnect.test");
    const own = decodeJwt(admin).sub;
    expect((await identity.query(admin, suspend, { id: own, reason })).data.suspendUser.userErrors).toEqual([
      { code: "OWN_ACCOUNT", field: ["id"] },
    ]);
    expect((await identity.query(admin, suspend, { id: own, reason: "so" })).data.suspendUser.userErrors).toEqual([
      { code: "VALIDATION_FAILED", field: ["reason"] },
    ]);
    const staff = await identity.query(await signIn("staff@careconnect.test"), suspend, { id: own, reason });
    expect(staff.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("reaches nobody of another organization", async () => {
    const other = await signIn("admin@otherclinic.test");
    const { sub } = decodeJwt(await signIn("nurse@careconnect.test"));
    expect((await identity.query(other, suspend, { id: sub, reason })).data.suspendUser.userErrors).toEqual([
      { code: "NOT_FOUND", field: ["id"] },
    ]);
  });
});
