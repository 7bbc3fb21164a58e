import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../supervisor/free.port.ts";
import { checkDatabaseUrl } from "./postgres.external.ts";

const admin = new URL(process.env.TEST_DATABASE_ADMIN_URL ?? "");
const variable = "DATABASE_URL_PATIENT";

function changed(change: (url: URL) => void): string {
  const url = new URL(admin);
  change(url);
  return url.href;
}

describe("a database address of the user's own", () => {
  let port = 0;
  const stranger = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));

  beforeAll(async () => {
    port = await freePort();
    stranger.listen(port, "127.0.0.1");
  });
  afterAll(() => stranger.close());

  it("is fine when it connects", async () => {
    await expect(checkDatabaseUrl(variable, admin.href)).resolves.toBeUndefined();
  });

  it.each([
    ["no address", () => "patient", /is not a PostgreSQL connection string: write it as/],
    ["another kind of address", () => "mysql://a:secret@b/c", /is not a PostgreSQL connection string/],
    ["an address without a database", () => "postgresql://a:secret@b", /names no database/],
    ["an unknown host", () => "postgresql://a:secret@nowhere.invalid/c", /the host nowhere\.invalid is not known/],
    ["a closed port", () => "postgresql://a:secret@127.0.0.1:1/c", /nothing listens at 127\.0\.0\.1:1/],
    [
      "a server that is no PostgreSQL",
      () => `postgresql://a:secret@127.0.0.1:${port}/c`,
      /does not answer as PostgreSQL does/,
    ],
    [
      "a wrong password",
      () => changed((url) => (url.password = "secret")),
      /refuses the user postgres or the password/,
    ],
    ["a missing database", () => changed((url) => (url.pathname = "/absent")), /has no database absent, create it/],
  ])("is refused when it is %s", async (_case, value, sentence) => {
    const failure = await checkDatabaseUrl(variable, value()).catch((cause: unknown) => cause);
    expect(failure).toMatchObject({ name: "Failure", message: expect.stringMatching(sentence) });
    expect(failure).toMatchObject({ message: expect.stringMatching(/^DATABASE_URL_PATIENT .*[^.]\.$/) });
    expect(failure).not.toMatchObject({ message: expect.stringContaining("secret") });
  });
});
