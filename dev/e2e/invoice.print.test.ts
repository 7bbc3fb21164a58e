import { expect, it } from "vitest";
import { ask, tokenFor, url } from "./running.system.ts";

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly patient: { readonly id: string };
}

const paper = "query ($id: ID!) { invoice(id: $id) { id pdf { url expiresAt } } }";

/** The invoices that somebody sees first, drafts left out. */
async function invoicesOf(token: string): Promise<Listed[]> {
  const { data, errors } = await ask(token, "{ invoices(first: 100) { nodes { id status patient { id } } } }");
  expect(errors).toBeUndefined();
  return data.invoices.nodes.filter(({ status }: Listed) => status !== "DRAFT");
}

it("an invoice is fetched on paper through the router by the front desk and the patient whom it charges, and by no other patient", async () => {
  const [staff, patient] = [await tokenFor("staff@careconnect.test"), await tokenFor("patient@careconnect.test")];
  const [own] = await invoicesOf(patient);
  const other = (await invoicesOf(staff)).find((invoice) => invoice.patient.id !== own?.patient.id);
  if (!own || !other) throw new Error("The demo has an invoice of its patient, and others.");
  for (const [token, id] of [
    [staff, own.id],
    [patient, own.id],
    [staff, other.id],
  ] as const) {
    const { data, errors } = await ask(token, paper, { id });
    expect(errors).toBeUndefined();
    const link: string = data.invoice.pdf.url;
    expect(link.startsWith(`${url}/files/invoices/`)).toBe(true);
    const file = await fetch(link);
    expect(file.status).toBe(200);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": expect.stringMatching(/^attachment; filename\*=UTF-8''.+\.pdf$/),
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    });
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(bytes.subarray(0, 8).toString("latin1")).toBe("%PDF-1.7");
    expect(bytes.length).toBeGreaterThan(5_000);
    // Nobody makes one up, nor prints something else by it.
    const middle = Math.floor((link.length + url.length) / 2);
    const altered = `${link.slice(0, middle)}${link[middle] === "A" ? "B" : "A"}${link.slice(middle + 1)}`;
    expect((await fetch(altered)).status).toBe(404);
  }
  expect((await ask(patient, paper, { id: other.id })).data).toEqual({ invoice: null });
  expect((await ask(undefined, paper, { id: own.id })).data?.invoice ?? null).toBeNull();
});
