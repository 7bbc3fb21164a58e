import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findRotationTargets } from "./rotation.target.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "careconnect-rotation-"));
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
  const secrets = { superuser: "s", roles: { patient_owner: "o", patient_app: "a" } };
  writeFileSync(join(root, ".data", "keys", "postgres.json"), JSON.stringify(secrets));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("what is rotated", () => {
  it("in the running system is the subgraph that is named, as its owner and with its own key file", () => {
    expect(findRotationTargets(["patient", "--organization", "one", "--key-file"], {}, root)).toEqual([
      {
        name: "patient",
        environment: {
          DATABASE_URL_PATIENT: "postgresql://patient_app:a@127.0.0.1:2/patient",
          DATABASE_OWNER_URL_PATIENT: "postgresql://patient_owner:o@127.0.0.1:2/patient",
          CARECONNECT_KEYS_FILE: join(root, ".data", "keys", "patient.json"),
          CARECONNECT_MODE: "demo",
        },
        arguments: ["rotate-keys", "--organization", "one", "--key-file"],
      },
    ]);
  });

  it("is every subgraph when none is named", () => {
    expect(findRotationTargets([], {}, root).map(({ name }) => name)).toContain("identity");
  });

  it("is in the databases that are given", () => {
    const env = {
      DATABASE_URL_PATIENT: "postgres://app@db/patient",
      DATABASE_OWNER_URL_PATIENT: "postgres://owner@db/patient",
      CARECONNECT_KEYS_FILE: "/run/secrets/patient-keys",
      CARECONNECT_MODE: "production",
    };
    expect(findRotationTargets(["patient"], env, join(root, "elsewhere"))[0]?.environment).toEqual(env);
  });

  it("is one subgraph where a key file is given, since each has its own", () => {
    const env = { CARECONNECT_KEYS_FILE: "/run/secrets/patient-keys" };
    for (const given of [[], ["patient", "billing"]])
      expect(() => findRotationTargets(given, env, root)).toThrow(/Each subgraph has a key file of its own/);
  });

  it.each([[["pharmacy"]], [["--everything"]]])("is nothing for %j, and the usage is said", (given) => {
    expect(() => findRotationTargets(given, {}, root)).toThrow(/^Usage: npm run keys:rotate/);
  });

  it("is nothing where no system runs, and why is said in one sentence", () => {
    expect(() => findRotationTargets(["patient"], {}, join(root, "elsewhere"))).toThrow(/run npm start first/);
  });
});
