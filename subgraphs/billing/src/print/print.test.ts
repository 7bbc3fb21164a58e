import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command, drafted, issued, priced } from "../invoice/invoice.fixture.ts";
import { admin, knownOrganization, organizationId, staff, stranger } from "../references/reference.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";
import { readPdf } from "./pdf.fixture.ts";

const patientId = randomUUID();
const patient: TestViewer = { organizationId, roles: [Role.PATIENT], patientId };
const facts = {
  ...{ __typename: "Patient", fullName: "Ana María Núñez", mrn: "000042" },
  address: { line: "17 Elm Street", city: "Cambridge", state: "MA", postalCode: "02139", country: "US" },
};

let billing: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  await knownOrganization(billing);
  await priced(billing, { taxBasisPoints: 1_900 });
});
afterAll(() => billing.close());

/** Where an invoice can be fetched, as the router asks for it. */
async function linkOf(
  id: string,
  viewer: TestViewer = staff,
  { note = null as string | null, brought = facts as object | null } = {},
) {
  const { data, errors } = await billing.query(
    viewer,
    "query ($r: [_Any!]!, $note: ID) { _entities(representations: $r) { ... on Invoice { pdf(creditNoteId: $note) { url expiresAt } } } }",
    { r: [{ __typename: "Invoice", id, patient: brought }], note },
  );
  expect(errors).toBeUndefined();
  return data._entities[0]?.pdf ?? null;
}
async function fetched(link: { url: string }) {
  const response = await fetch(`${billing.url}${new URL(link.url).pathname}`);
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}
const printed = async (id: string, viewer?: TestViewer, options?: Parameters<typeof linkOf>[2]) =>
  readPdf((await fetched(await linkOf(id, viewer, options))).bytes);

describe("an invoice on paper", () => {
  it("says who is charged by whom for what, when, and what is left to pay", async () => {
    const { id, number } = await issued(billing, { startsAt: "2026-02-02T03:00:00.000Z" });
    const link = await linkOf(id);
    const { status, headers, bytes } = await fetched(link);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      ...{ "content-type": "application/pdf", "cache-control": "private, no-store" },
      ...{ "content-disposition": `attachment; filename*=UTF-8''${number}.pdf`, "x-content-type-options": "nosniff" },
    });
    const { texts, language, isTagged, title } = readPdf(bytes);
    expect({ language, isTagged, title }).toEqual({
      ...{ language: "en-US", isTagged: true, title: `Invoice ${number}, Riverside Clinic` },
    });
    for (const text of [
      ...["Riverside Clinic", "Invoice", String(number), "Ana María Núñez", "MRN 000042", "17 Elm Street"],
      // Late in the evening of the day before, where the clinic is.
      ...["Cambridge, MA 02139", "February 1, 2026", "$100.00", "19 %", "Tax 19 %", "$19.00", "$119.00", "Balance due"],
    ])
      expect(texts).toContain(text);
  });

  it("says what was paid, given back and credited, and that it is paid", async () => {
    const { id } = await issued(billing);
    const mutate = async (text: string, input: object) => (await billing.query(staff, text, { input })).data;
    const { recordPayment } = await mutate(
      "mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { payment { id } } }",
      { invoiceId: id, amount: 11_900, method: "CARD_TERMINAL" },
    );
    expect((await printed(id)).texts).toEqual(expect.arrayContaining(["Payment: Card", "-$119.00", "$0.00"]));
    await command(billing, "creditInvoice", { id, amount: 1_190, reason: "One thing was not done" });
    expect((await printed(id)).texts).toEqual(
      expect.arrayContaining(["Credit note CN-000001", "Owed to you", "$11.90"]),
    );
    await mutate("mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { payment { id } } }", {
      ...{ paymentId: recordPayment.payment.id, amount: 1_190, reason: "What was credited" },
    });
    const { texts } = await printed(id);
    expect(texts).toContain("Refund");
    expect(texts).not.toContain("Owed to you");
  });

  it("of one that was withdrawn says so, and a credit note has a paper of its own", async () => {
    const { id, version } = await issued(billing);
    const { invoice } = await command(billing, "voidInvoice", {
      id,
      reason: "It was a mistake",
      expectedVersion: version,
    });
    expect(invoice.status).toBe("VOID");
    expect((await printed(id)).texts.join()).toContain("This invoice was withdrawn on");

    const other = await issued(billing);
    await command(billing, "creditInvoice", { id: other.id, amount: 119, reason: "One thing was not done" });
    const { data } = await billing.query(staff, `{ invoice(id: "${other.id}") { creditNotes { id number } } }`);
    const [note] = data.invoice.creditNotes;
    const { texts } = await printed(other.id, staff, { note: note.id });
    expect(texts).toEqual(
      expect.arrayContaining([
        "Credit note",
        note.number,
        `Correction of invoice ${other.number}`,
        "$1.00",
        "$0.19",
        "$1.19",
      ]),
    );
    expect((await fetched(await linkOf(other.id, staff, { note: randomUUID() }))).status).toBe(404);
  });

  it("goes on over several pages, each with its number and the heading of the table", async () => {
    const { id, version } = await drafted(billing);
    const lines = Array.from({ length: 50 }, (_, n) => ({
      ...{
        description: `Procedure ${n + 1}, with words enough that they take a second line on paper`,
        quantity: 2,
        unitPrice: 100,
      },
    }));
    const { invoice } = await command(billing, "setInvoiceLines", { id, expectedVersion: version, lines });
    await command(billing, "issueInvoice", { id, expectedVersion: invoice.version });
    const { pages, texts, drawn } = await printed(id);
    expect(pages).toBeGreaterThan(2);
    for (let number = 1; number <= pages; number += 1) expect(drawn.join("")).toContain(`Page ${number} of ${pages}`);
    for (const line of lines) expect(texts).toContain(line.description);
  });

  it("is printed without a name for whom nobody told", async () => {
    const { id } = await issued(billing);
    expect((await printed(id, staff, { brought: null })).texts).toContain("–");
  });
});

describe("the link to it", () => {
  it("is for administrators, the front desk and the patient whom it charges", async () => {
    const { id } = await issued(billing, { patientId });
    for (const viewer of [admin, staff, patient]) expect((await fetched(await linkOf(id, viewer))).status).toBe(200);
    const nurse: TestViewer = { organizationId, roles: [Role.NURSE] };
    for (const viewer of [nurse, stranger, { ...patient, patientId: randomUUID() }])
      expect(await linkOf(id, viewer)).toBeNull();
  });

  it("leads to nothing for a draft, when it was altered, and with an application's token", async () => {
    expect(await linkOf((await drafted(billing)).id)).toBeNull();
    const { url } = await linkOf((await issued(billing)).id);
    const token = new URL(url).pathname.split("/").at(-1) ?? "";
    const middle = Math.floor(token.length / 2);
    const altered = `${token.slice(0, middle)}${token[middle] === "A" ? "B" : "A"}${token.slice(middle + 1)}`;
    const { status, bytes } = await fetched({ url: url.replace(token, altered) });
    expect([status, JSON.parse(String(bytes)).code]).toEqual([404, "FILE_LINK_INVALID"]);
    const application = { ...patient, scope: "invoices.read" };
    expect(await linkOf((await issued(billing, { patientId })).id, application)).toBeNull();
  });

  it("tells nobody's name, is good for two minutes, and is noted when it is given and when it is used", async () => {
    const { id } = await issued(billing);
    await billing.database.asOwner("truncate audit_entry");
    const { url, expiresAt } = await linkOf(id);
    expect(url).not.toMatch(/Ana|Cambridge|000042/);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(120_000);
    expect(await actions()).toEqual([["invoice.read", "invoice.print.link"].sort()]);
    await fetched({ url });
    expect((await actions()).flat()).toContain("invoice.print");
  });

  const actions = async () =>
    (
      await billing.orm.em
        .getConnection()
        .execute<{ actions: string[] }[]>("select actions from audit_entry order by occurred_at, id")
    ).map((entry) => [...entry.actions].sort());
});

describe("the letterhead", () => {
  const set = async (input: object, viewer: TestViewer = admin) => {
    const { data, errors } = await billing.query(
      viewer,
      `mutation ($input: SetLetterheadInput!) { setLetterhead(input: $input) {
        letterhead { name lines footer paper since } userErrors { code field } } }`,
      { input: { name: "Harbour Clinic", paper: "A4", ...input } },
    );
    return errors ?? data.setLetterhead;
  };

  it("stands on what is issued from then on, and what was issued before is printed as it was", async () => {
    const before = await issued(billing);
    expect((await printed(before.id)).paper).toEqual([612, 792]);
    const first = { lines: ["1 Harbour Street", "Tax number 04-1234567"], footer: "Account 000123456" };
    expect((await set(first)).letterhead).toMatchObject({ ...first, name: "Harbour Clinic", paper: "A4" });
    const after = await issued(billing);
    const { texts, paper, drawn } = await printed(after.id);
    expect(texts).toEqual(expect.arrayContaining(["Harbour Clinic", ...first.lines]));
    expect(drawn.join("")).toContain(first.footer);
    expect(paper.map(Math.round)).toEqual([595, 842]);

    await set({ name: "Harbour Hospital" });
    expect((await printed(after.id)).texts).not.toContain("Harbour Hospital");
    expect((await printed((await issued(billing)).id)).texts).toContain("Harbour Hospital");
  });

  it("is said by administrators, in lines", async () => {
    expect((await set({ name: " " })).userErrors).toEqual([{ code: "VALIDATION_FAILED", field: ["name"] }]);
    expect((await set({ lines: ["One", "Two\nThree"] })).userErrors).toEqual([
      { code: "VALIDATION_FAILED", field: ["lines", "1"] },
    ]);
    expect((await set({}, staff))[0].extensions.code).toBe("FORBIDDEN");
  });
});
