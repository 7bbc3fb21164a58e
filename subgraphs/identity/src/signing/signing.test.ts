import { ConfigurationError } from "@careconnect/kit";
import { createKeyring, startTestSubgraph, type TestSubgraph, useKeyring } from "@careconnect/kit/testing";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { identitySubgraph } from "../subgraph.ts";
import { openTestBrowser } from "../testing/test.browser.ts";
import { cli, signInAt } from "../testing/test.sign-in.ts";
import { openSigningKeys } from "./signing.keys.ts";

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(identitySubgraph);
});
afterAll(() => subgraph.close());

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return subgraph.orm.em.getConnection().execute(statement);
}

async function keyIds(url: string): Promise<string[]> {
  const { keys } = (await (await fetch(`${url}/oidc/jwks`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

/** The id of the key that the process at `url` signs access tokens with. */
async function signerOf(url: string): Promise<string | undefined> {
  const { issuer } = subgraph.issuer;
  const signIn = { client: cli, email: "admin@careconnect.test" };
  const { access_token } = await signInAt(issuer, url, openTestBrowser(issuer, url), signIn);
  return decodeProtectedHeader(access_token).kid;
}

/** The key that signs has done so for a day, and an operator wants another. */
const due = "update signing_key set signs_from = now() - interval '1 day', rotates_at = now()";

describe("signing keys rotate in three stages", () => {
  it("on which processes agree: published, then signing, then published until its last token has expired", async () => {
    const { orm } = subgraph;
    const [first = ""] = (await openSigningKeys(orm)).ids;
    await sql(due);
    const opened = await Promise.all([1, 2, 3].map(() => openSigningKeys(orm)));
    const [, second = ""] = opened[0]?.ids ?? [];
    for (const { ids } of opened) expect(ids).toEqual([first, second]);
    const [times] = await sql(
      `select extract(epoch from signs_from - created_at)::int as seconds from signing_key where kid = '${second}'`,
    );
    expect(times?.seconds).toBeGreaterThanOrEqual(300);

    await sql(`update signing_key set signs_from = now() - interval '1 second' where kid = '${second}'`);
    expect((await openSigningKeys(orm)).ids).toEqual([second, first]);

    await sql(`update signing_key set signs_from = now() - interval '500 seconds' where kid = '${second}'`);
    expect((await openSigningKeys(orm)).ids).toEqual([second]);
    expect(await sql("select kid from signing_key")).toEqual([{ kid: second }]);
  });

  it("which a running process notices by itself, and its provider signs with the new one", async () => {
    vi.useFakeTimers({ toFake: ["setInterval"] });
    const process = await startTestSubgraph(identitySubgraph, { beside: subgraph });
    try {
      await sql(due);
      await vi.advanceTimersByTimeAsync(10_000);
      await vi.waitFor(async () => expect(await keyIds(process.url)).toHaveLength(2), { timeout: 10_000 });
      const [, next] = await keyIds(process.url);
      await sql(`update signing_key set signs_from = now() - interval '1 second' where kid = '${next}'`);
      await vi.advanceTimersByTimeAsync(10_000);
      await vi.waitFor(async () => expect((await keyIds(process.url))[0]).toBe(next), { timeout: 10_000 });
      expect(await signerOf(process.url)).toBe(next);
    } finally {
      vi.useRealTimers();
      await process.close();
    }
  });
});

describe("the signing key", () => {
  it("is made once by processes that start at once, and each signs with it", async () => {
    await subgraph.database.asOwner("delete from signing_key");
    const processes = await Promise.all(
      Array.from({ length: 3 }, () => startTestSubgraph(identitySubgraph, { beside: subgraph })),
    );
    try {
      const [row, ...others] = await sql("select kid from signing_key");
      expect(others).toEqual([]);
      for (const { url } of processes) {
        expect(await keyIds(url)).toEqual([row?.kid]);
        expect(await signerOf(url)).toBe(row?.kid);
      }
    } finally {
      await Promise.all(processes.map((process) => process.close()));
    }
  });

  it("survives a restart", async () => {
    const before = await sql("select kid from signing_key");
    const again = await startTestSubgraph(identitySubgraph, { beside: subgraph });
    expect(await keyIds(again.url)).toEqual(before.map(({ kid }) => kid));
    await again.close();
  });

  it("is sealed in the database and never served", async () => {
    const [row] = await sql("select * from signing_key");
    expect(row?.sealed_private_key).toMatch(/^v3\.k1\./);
    expect(JSON.stringify(row)).not.toContain("PRIVATE KEY");
    const served = await (await fetch(`${subgraph.url}/oidc/jwks`)).json();
    expect(served).toEqual({
      keys: [{ kty: "RSA", alg: "RS256", use: "sig", e: "AQAB", kid: expect.any(String), n: expect.any(String) }],
    });
  });

  it("that another key file sealed stops the start with what to do", async () => {
    useKeyring(createKeyring());
    const start = startTestSubgraph(identitySubgraph, { beside: subgraph });
    await expect(start).rejects.toThrow(ConfigurationError);
    await expect(start).rejects.toThrow(/CARECONNECT_KEYS_FILE.*restore/);
  });
});
