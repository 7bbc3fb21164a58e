import { describe, expect, it } from "vitest";
import { CredentialKind, CredentialStatus } from "./credential.kind.ts";
import { licensedDays, spanOn } from "./licensed.days.ts";

const licence = (issuedOn: string, expiresOn: string | null, other: object = {}) => ({
  ...{ kind: CredentialKind.MEDICAL_LICENSE, status: CredentialStatus.RECORDED, issuedOn, expiresOn },
  ...other,
});
const revoked = { status: CredentialStatus.REVOKED };
const mistaken = { status: CredentialStatus.ENTERED_IN_ERROR };

describe("the days that licences cover", () => {
  it.each([
    ["are not known without one", [], null],
    ["are not known from other credentials", [licence("2020-01-01", null, { kind: CredentialKind.DEGREE })], null],
    ["are not known from one that never was", [licence("2020-01-01", null, mistaken)], null],
    ["are none when the only one was revoked", [licence("2020-01-01", null, revoked)], []],
    ["are those of the one", [licence("2020-01-01", "2021-01-01")], [{ from: "2020-01-01", until: "2021-01-01" }]],
    [
      "are one span where one follows another the next day, over a leap day, too",
      [licence("2024-03-01", "2025-01-01"), licence("2023-01-01", "2024-02-29")],
      [{ from: "2023-01-01", until: "2025-01-01" }],
    ],
    [
      "are two with a day between them",
      [licence("2024-03-02", null), licence("2023-01-01", "2024-02-29")],
      [
        { from: "2023-01-01", until: "2024-02-29" },
        { from: "2024-03-02", until: null },
      ],
    ],
    [
      "are the longer of two that begin together",
      [licence("2023-01-01", "2023-06-30"), licence("2023-01-01", "2024-06-30"), licence("2023-02-01", "2023-03-01")],
      [{ from: "2023-01-01", until: "2024-06-30" }],
    ],
    [
      "have no end when one has none, whatever follows",
      [licence("2023-01-01", null), licence("2023-02-01", "2024-01-01")],
      [{ from: "2023-01-01", until: null }],
    ],
    [
      "do not have those of one that was revoked",
      [licence("2023-01-01", "2023-06-30"), licence("2023-07-01", null, revoked)],
      [{ from: "2023-01-01", until: "2023-06-30" }],
    ],
  ])("%s", (_what, credentials, spans) => {
    expect(licensedDays(credentials)).toEqual(spans);
  });

  it("have their first and last one", () => {
    const span = { from: "2023-01-01", until: "2023-06-30" };
    expect(["2022-12-31", "2023-01-01", "2023-06-30", "2023-07-01"].map((day) => spanOn([span], day))).toEqual([
      undefined,
      span,
      span,
      undefined,
    ]);
  });
});
