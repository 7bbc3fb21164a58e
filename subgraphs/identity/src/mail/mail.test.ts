import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIdentitySubgraph } from "../subgraph.ts";
import { readMailConfig } from "./mail.config.ts";
import { renderMail } from "./mail.content.ts";
import { queueMail } from "./mail.queue.ts";
import { mailTexts } from "./mail.texts.ts";
import { createMailTransport } from "./mail.transport.ts";

const message = renderMail(
  { to: "paula@example.org", content: mailTexts.reset("Paula <Jensen>", "/account/reset/confirm?token=secret") },
  "https://care.example.org/oidc",
);

describe("a mail", () => {
  it("carries its link in full, as text and as HTML, in which names are text", () => {
    const link = "https://care.example.org/oidc/account/reset/confirm?token=secret";
    expect(message.text).toContain(`\n${link}\n`);
    expect(message.html).toContain(`href="${link}"`);
    expect(message.html).toContain("Paula &lt;Jensen&gt;");
  });
});

describe("the demo's mail folder", () => {
  it("gets one file for each mail, for its owner's eyes alone", async () => {
    const data = mkdtempSync(join(tmpdir(), "careconnect-mail-"));
    try {
      const transport = createMailTransport(readMailConfig({ CARECONNECT_DATA: data }, "demo"));
      await transport.deliver(message);
      const folder = join(data, "mail");
      const [file = "", ...others] = readdirSync(folder);
      expect(others).toEqual([]);
      expect(file).toMatch(/\.eml$/);
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(readFileSync(join(folder, file), "utf8")).toMatch(/^(.*\n)*To: paula@example\.org\n/);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});

describe("the configuration", () => {
  it.each([
    [{}, "SMTP_URL is missing"],
    [{ SMTP_URL: "smtp://mail.example.org" }, "MAIL_FROM is missing"],
    [{ SMTP_URL: "http://mail.example.org", MAIL_FROM: "a@example.org" }, "SMTP_URL must be"],
  ])("%j is refused in production", (env, sentence) => {
    expect(() => readMailConfig(env, "production")).toThrow(ConfigurationError);
    expect(() => readMailConfig(env, "production")).toThrow(sentence);
  });
});

describe("delivery over SMTP", () => {
  const received: string[] = [];
  let refusals = 1;
  let smtp: SMTPServer;
  let subgraph: TestSubgraph;
  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onRcptTo: (_address, _session, done) => {
        refusals -= 1;
        done(refusals >= 0 ? new Error("451 paula@example.org is greylisted") : undefined);
      },
      onData(stream, _session, done) {
        let text = "";
        stream.on("data", (chunk) => (text += chunk));
        stream.on("end", () => {
          received.push(text);
          done();
        });
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
    const { port } = smtp.server.address() as { port: number };
    const env = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "Clinic <clinic@example.org>" };
    subgraph = await startTestSubgraph(createIdentitySubgraph(env));
  });
  afterAll(async () => {
    await subgraph.close();
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
  });

  it("tries again what the server did not take, once and no more", async () => {
    await subgraph.orm.em
      .fork()
      .transactional(async (em) => queueMail(em, "paula@example.org", mailTexts.alreadyRegistered()));
    await until(async () => refusals < 1);
    const rows = () =>
      subgraph.orm.em.getConnection().execute("select sealed_mail, attempts from outgoing_mail") as Promise<
        { sealed_mail: string; attempts: number }[]
      >;
    const [waiting] = await rows();
    expect(waiting?.sealed_mail).not.toContain("paula");
    await subgraph.orm.em.getConnection().execute("update outgoing_mail set next_attempt_at = now()");
    await until(async () => (await rows()).length === 0);
    expect(received).toHaveLength(1);
    expect(received[0]).toContain("To: paula@example.org");
    expect(received[0]).toContain("From: Clinic <clinic@example.org>");
  });

  it("is not begun by a transaction that failed", async () => {
    await subgraph.orm.em
      .fork()
      .transactional(async (em) => {
        queueMail(em, "never@example.org", mailTexts.alreadyRegistered());
        await em.flush();
        throw new Error("no");
      })
      .catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(received.join()).not.toContain("never@example.org");
  });
});

describe("a mail server that says nothing", () => {
  let silent: Server;
  beforeAll(async () => {
    silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => new Promise((resolve) => silent.close(resolve)));

  it("is given up after five seconds", async () => {
    const { port } = silent.address() as { port: number };
    const transport = createMailTransport({ kind: "smtp", url: `smtp://127.0.0.1:${port}`, from: "a@example.org" });
    const since = performance.now();
    await expect(transport.deliver(message)).rejects.toThrow();
    expect(performance.now() - since).toBeLessThan(9_000);
    transport.close();
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const since = Date.now(); !(await condition()); ) {
    if (Date.now() - since > 10_000) throw new Error("It did not come to pass.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
