import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readMails } from "./mail.folder.ts";

let folder: string;
beforeAll(() => {
  folder = join(mkdtempSync(join(tmpdir(), "careconnect-mail-")), "mail");
});
afterAll(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

const source = (subject: string) => `From: CareConnect <no-reply@careconnect.test>
To: paula@example.org
Subject: ${subject}
Date: Thu, 26 Nov 2026 12:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="--_Part_1"

----_Part_1
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Hello M=C3=BCller,

http://localhost:4000/oidc/account/reset/confirm?token=3Dabcdefghijklmnop=
qrstuvwxyz

----_Part_1
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<p>Hello</p>
----_Part_1--
`;

it("has no mail before any was written", () => {
  expect(readMails(folder)).toEqual([]);
});

it("lists the newest first, with what stands in it", () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "2026-11-26T12-00-00-000Z-a.eml"), source("Older"));
  writeFileSync(
    join(folder, "2026-11-26T12-00-01-000Z-b.eml"),
    source("=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\n =?UTF-8?Q?_dir?="),
  );
  writeFileSync(join(folder, ".unfinished"), "To:");
  expect(readMails(folder)).toMatchObject([
    {
      file: join(folder, "2026-11-26T12-00-01-000Z-b.eml"),
      to: "paula@example.org",
      subject: "Grüße dir",
      date: new Date("2026-11-26T12:00:00Z"),
      text: "Hello Müller,\n\nhttp://localhost:4000/oidc/account/reset/confirm?token=abcdefghijklmnopqrstuvwxyz",
    },
    { subject: "Older" },
  ]);
});
