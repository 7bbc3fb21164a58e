import { createSecretKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { altered } from "../testing/altered.text.ts";
import { addKey, blindIndexOf, createKeyring, openKeyring, seal, unseal, useKeyring } from "./keyring.ts";
import { encryptBody } from "./sealed.body.ts";

const folder = mkdtempSync(join(tmpdir(), "careconnect-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => useKeyring(createKeyring()));

describe("a sealed value", () => {
  it("says its version and key, hides its content, and is never the same twice", () => {
    const sealed = seal("zoe@example.org", "patient.email");
    expect(sealed).toMatch(/^v3\.k1\.[\w-]+$/);
    expect(sealed).not.toContain("zoe");
    expect(seal("zoe@example.org", "patient.email")).not.toBe(sealed);
    expect(unseal(sealed, "patient.email")).toBe("zoe@example.org");
  });

  it("does not open in another column, altered, or with another key", () => {
    const sealed = seal("secret", "patient.email");
    expect(() => unseal(sealed, "patient.phone")).toThrow();
    expect(() => unseal(altered(sealed), "patient.email")).toThrow();
    useKeyring(createKeyring());
    expect(() => unseal(sealed, "patient.email")).toThrow();
  });

  it("opens as it was sealed before each purpose had a key of its own", () => {
    const ring = createKeyring();
    useKeyring(ring);
    const key = createSecretKey(ring.keys.k1 ?? "", "base64");
    const old = `v1.k1.${encryptBody("kept", key, "patient.email")}`;
    expect(unseal(old, "patient.email")).toBe("kept");
    expect(() => unseal(old, "patient.phone")).toThrow();
    expect(() => unseal(`v3${old.slice(2)}`, "patient.email")).toThrow();
  });

  it("still opens after the current key was replaced", () => {
    const ring = createKeyring();
    useKeyring(ring);
    const old = seal("kept", "patient.email");
    useKeyring({ ...ring, current: "k2", keys: { ...ring.keys, k2: Buffer.alloc(32, 7).toString("base64") } });
    expect(unseal(old, "patient.email")).toBe("kept");
    expect(seal("new", "patient.email")).toMatch(/^v3\.k2\./);
  });
});

describe("a blind index", () => {
  it("is equal for equal values of one purpose alone", () => {
    expect(blindIndexOf("a", "x")).toBe(blindIndexOf("a", "x"));
    expect(blindIndexOf("a", "x")).not.toBe(blindIndexOf("a", "y"));
    expect(blindIndexOf("a", "x")).not.toBe(blindIndexOf("b", "x"));
    expect(blindIndexOf("a", "x", "one")).not.toBe(blindIndexOf("a", "x", "other"));
  });
});

describe("the key file", () => {
  it("is made once in demo mode, readable by its owner alone", () => {
    const file = join(folder, "demo/keys.json");
    const first = openKeyring(file, "demo");
    expect(openKeyring(file, "demo")).toEqual(first);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("takes a further key, with which everything is sealed from then on; a process that runs finds it too", () => {
    const file = join(folder, "grown.json");
    const first = openKeyring(file, "demo");
    useKeyring(first, () => openKeyring(file, "production"));
    const old = seal("kept", "patient.email");
    addKey(file);
    const grown = openKeyring(file, "production");
    expect(grown).toMatchObject({ ...first, current: "k2", keys: first.keys });
    expect(statSync(file).mode & 0o777).toBe(0o600);

    useKeyring(grown);
    const fresh = seal("new", "patient.email");
    useKeyring(first, () => openKeyring(file, "production"));
    expect(unseal(fresh, "patient.email")).toBe("new");
    expect(unseal(old, "patient.email")).toBe("kept");
    expect(seal("newer", "patient.email")).toMatch(/^v3\.k2\./);
  });

  it("must exist in production", () => {
    expect(() => openKeyring(join(folder, "missing.json"), "production")).toThrow(/does not exist/);
  });

  it.each(["", "{}", '{"current":"k1","keys":{"k1":"c2hvcnQ="},"blindIndex":"c2hvcnQ="}'])(
    "is refused when damaged: %j",
    (content) => {
      const file = join(folder, "damaged.json");
      writeFileSync(file, content);
      expect(() => openKeyring(file, "demo")).toThrow(/damaged/);
      expect(readFileSync(file, "utf8")).toBe(content);
    },
  );
});
