import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findDeadLetterTargets } from "./dead-letters.target.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "careconnect-dead-letters-"));
  for (const folder of ["run", "keys"]) mkdirSync(join(root, ".data", folder), { recursive: true });
  const ports = {
    router: 1,
    postgres: 2,
    identity: 3,
    patient: 4,
    provider: 5,
    appointment: 6,
    billing: 7,
    reports: 8,
  };
  writeFileSync(join(root, ".data", "run", "ports.json"), JSON.stringify(ports));
  const roles = Object.fromEntries(
    ["identity", "patient", "provider", "appointment", "billing", "reports", "broker"].flatMap((name) => [
      [`${name}_owner`, "o"],
      [`${name}_app`, "a"],
    ]),
  );
  writeFileSync(join(root, ".data", "keys", "postgres.json"), JSON.stringify({ superuser: "s", roles }));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("whom to ask of dead letters", () => {
  it("is every subgraph for the list, in the running system", () => {
    const targets = findDeadLetterTargets([], {}, root);
    expect(targets).toHaveLength(6);
    expect(targets.find(({ name }) => name === "patient")).toEqual({
      name: "patient",
      environment: {
        DATABASE_URL_PATIENT: "postgresql://patient_app:a@127.0.0.1:2/patient",
        BROKER_URL: "postgresql://broker_app:a@127.0.0.1:2/broker",
      },
      arguments: ["dead-letters"],
    });
  });

  it("is the subgraph of the queue for everything else, as its own user of the broker that is given", () => {
    const env = { BROKER_URL: "amqp://all@rabbit/c", BROKER_URL_APPOINTMENT: "amqp://appointment@rabbit/c" };
    const given = ["discard", "appointment.references", "one", "--yes"];
    expect(findDeadLetterTargets(given, env, root)).toMatchObject([
      {
        name: "appointment",
        environment: { BROKER_URL: "amqp://appointment@rabbit/c" },
        arguments: ["dead-letters", ...given],
      },
    ]);
    expect(findDeadLetterTargets(["retry", "billing.visits"], env, root)[0]?.environment.BROKER_URL).toBe(
      "amqp://all@rabbit/c",
    );
  });

  it.each([[["burn"]], [["list", "all"]], [["show"]], [["--help"]]])(
    "is nobody for %j, and the usage is said",
    (given) => {
      expect(() => findDeadLetterTargets(given, {}, root)).toThrow(/^Usage: npm run dead-letters/);
    },
  );

  it("is nobody for a queue that is none", () => {
    expect(() => findDeadLetterTargets(["retry", "pharmacy.things"], {}, root)).toThrow(
      /^pharmacy\.things is no queue/,
    );
  });

  it("is nobody where no system runs, and why is said in one sentence", () => {
    expect(() => findDeadLetterTargets([], {}, join(root, "elsewhere"))).toThrow(/run npm start first/);
  });
});
