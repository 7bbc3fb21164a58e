import { expect, it } from "vitest";
import { createRevocationList, issuedToken } from "./revocation.list.ts";

it("covers what a client that was revoked got for people, until it would have been issued later", () => {
  const list = createRevocationList();
  const token = issuedToken({ sid: "a session", sub: "a user", client_id: "a client", iat: 1_000 });
  expect(list.covers(token)).toBe(false);
  list.add([{ sub: "another client", notAfterIat: 1_000 }]);
  expect(list.covers(token)).toBe(false);
  list.add([{ sub: "a client", notAfterIat: 1_000 }]);
  expect(list.covers(token)).toBe(true);
  expect(list.covers({ ...token, iat: 1_001 })).toBe(false);
  expect(list.covers(issuedToken({ sid: "a session", sub: "a user", iat: 1_000 }))).toBe(false);
});
