import { describe, expect, it } from "vitest";
import { hashPassword, isPassword } from "./user.password.ts";

describe("a password's hash", () => {
  it("is an argon2id PHC string with the parameters that OWASP recommends and a salt of its own", async () => {
    const [one, other] = await Promise.all([hashPassword("careconnect"), hashPassword("careconnect")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(other).not.toBe(one);
  });

  it("fits its password alone, however that was typed", async () => {
    const hash = await hashPassword("Caf\u00e9 \u2014 1");
    expect(await isPassword("Cafe\u0301 \u2014 1", hash)).toBe(true);
    expect(await isPassword("Cafe \u2014 1", hash)).toBe(false);
    expect(await isPassword("", hash)).toBe(false);
  });

  it("is derived with the parameters that it names, not with today's", async () => {
    // The argon2 reference: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
    const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    expect(await isPassword("password", hash)).toBe(true);
    expect(await isPassword("Password", hash)).toBe(false);
  });

  it("that is missing fits nothing", async () => {
    expect(await isPassword("careconnect", null)).toBe(false);
    expect(await isPassword("careconnect", undefined)).toBe(false);
  });

  it("in another form is a fault", async () => {
    await expect(isPassword("careconnect", "$2b$10$abc")).rejects.toThrow(/PHC/);
  });
});
