import type { Page } from "@playwright/test";
import { askApi, bookThroughApi, command, freeSlot, newPatient } from "../e2e/booking.fixture.ts";
import { bookVideoVisit } from "../e2e/video.fixture.ts";
import { demoDoctor, demoPatient, setHours } from "../e2e/visit.fixture.ts";
import type { Account } from "./view.list.ts";

type Enter = (account: Account) => Promise<Page>;

/**
 * Brings about what a clinic that was just set up has none of, and answers where it is to be seen. One that was brought
 * about before is so again, with other people, visits and invoices: nothing counts on being the first, or the only one.
 */
export type Occasion = (enter: Enter) => Promise<string>;

/** The record of the demo's patient, of whom there is most, at one of its parts. */
export const recordOf =
  (part: string): Occasion =>
  async (enter) =>
    `/patients/${await demoPatient(await enter("admin"))}${part}`;

/** The demo's doctor among the providers, at a page of theirs. */
export const doctorAmongProviders =
  (part = ""): Occasion =>
  async (enter) =>
    `/providers/${(await demoDoctor(await enter("admin"))).id}${part}`;

interface Visit {
  readonly id: string;
}

let place = 0;

/** Books a visit of somebody new, to be paid in advance. */
async function bookPrepaid(admin: Page): Promise<Visit> {
  const patient = await newPatient(admin);
  const { provider, startsAt } = await freeSlot(admin, place);
  place += 3;
  const { appointment } = await command<{ appointment: Visit }>(
    admin,
    "bookAppointment",
    { patientId: patient.id, providerId: provider.id, startsAt, visitType: "IN_PERSON", prepay: true },
    "appointment { id }",
  );
  return appointment;
}

/** Without one, nothing can be paid in advance. */
async function price(admin: Page): Promise<void> {
  const { prices } = await askApi<{ prices: { readonly totalCount: number } }>(
    admin,
    "{ prices(first: 1) { totalCount } }",
    {},
  );
  if (prices.totalCount === 0) {
    const startsOn = new Date().toISOString().slice(0, 10);
    await command(admin, "addPrice", { visitType: "IN_PERSON", amount: 18_000, startsOn }, "price { id }");
  }
}

export const prepaid: Occasion = async (enter) => {
  const admin = await enter("admin");
  await price(admin);
  await bookPrepaid(admin);
  await command(admin, "confirmAppointment", { id: (await bookPrepaid(admin)).id }, "appointment { id }");
  await command(
    admin,
    "cancelAppointment",
    { id: (await bookPrepaid(admin)).id, reason: "The patient has called" },
    "appointment { id }",
  );
  await bookPrepaid(admin);
  return "/billing/prepayments";
};

interface Versioned {
  readonly id: string;
  readonly version: number;
}

const applicant = { givenName: "Mei", familyName: "Tanaka", languages: ["ja", "en"], timeZone: "America/New_York" };

/** Somebody applies, and is asked for more. */
export const applied: Occasion = async (enter) => {
  const [admin, staff] = [await enter("admin"), await enter("staff")];
  const { specialties, locations } = await askApi<{
    specialties: readonly { readonly code: string }[];
    locations: { readonly nodes: readonly { readonly id: string }[] };
  }>(admin, "{ specialties { code } locations(first: 1) { nodes { id } } }", {});
  const { providerApplication: submitted } = await command<{ providerApplication: Versioned }>(
    admin,
    "submitProviderApplication",
    {
      ...applicant,
      email: `mei.tanaka.${Date.now()}@example.com`,
      specialties: specialties.slice(0, 2).map(({ code }) => code),
      locationIds: locations.nodes.map(({ id }) => id),
      credentials: [
        {
          ...{ kind: "MEDICAL_LICENSE", number: "MA-204417", issuer: "Massachusetts Board of Medicine" },
          ...{ issuedOn: "2019-05-02", expiresOn: "2029-05-01" },
        },
      ],
    },
    "providerApplication { id version }",
  );
  const { providerApplication: reviewed } = await command<{ providerApplication: Versioned }>(
    staff,
    "startProviderApplicationReview",
    { id: submitted.id, expectedVersion: submitted.version },
    "providerApplication { id version }",
  );
  await command(
    staff,
    "requestProviderApplicationInformation",
    { id: reviewed.id, expectedVersion: reviewed.version, reason: "Please add the certificate of the board." },
    "providerApplication { id version }",
  );
  return `/providers/applications/${submitted.id}`;
};

interface Owed extends Versioned {
  readonly total: { readonly amount: number };
  readonly balance: { readonly amount: number };
  readonly payments: readonly { readonly id: string }[];
  readonly payerShare: { readonly amount: number };
}

/** Invoices of which nothing was paid, that their patients bear alone. */
async function untouched(admin: Page, status: "ISSUED" | "OVERDUE" = "ISSUED"): Promise<readonly Owed[]> {
  const { invoices } = await askApi<{ invoices: { readonly nodes: readonly Owed[] } }>(
    admin,
    `query ($filter: InvoiceFilter!) {
       invoices(first: 50, filter: $filter) {
         nodes { id version total { amount } payerShare { amount } balance { amount } payments { id } } } }`,
    { filter: { status: [status] } },
  );
  const found = invoices.nodes.filter(
    // What was paid and given back is owed again, and was not untouched.
    ({ total, balance, payments, payerShare }) =>
      total.amount === balance.amount && payments.length === 0 && payerShare.amount === 0,
  );
  if (found.length === 0) {
    throw new Error("There is no invoice of which nothing was paid.");
  }
  return found;
}

/** The last of them: others are withdrawn or paid from the first on. */
export const owed: Occasion = async (enter) => `/billing/${(await untouched(await enter("admin"))).at(-1)?.id}`;

export const overdue: Occasion = async (enter) =>
  `/billing/${(await untouched(await enter("admin"), "OVERDUE")).at(-1)?.id}`;

/** Somebody pays at the counter. */
export const paid: Occasion = async (enter) => {
  const admin = await enter("admin");
  const [first] = await untouched(admin);
  const payment = { invoiceId: first?.id, method: "CASH", amount: first?.balance.amount };
  await command(admin, "recordPayment", payment, "payment { id }");
  return `/billing/${first?.id}`;
};

/** Withdraws an invoice of which nothing was paid. */
async function withdraw(admin: Page): Promise<string> {
  const [first] = await untouched(admin);
  await command(
    admin,
    "voidInvoice",
    { id: first?.id, expectedVersion: first?.version, reason: "It was billed to the wrong payer." },
    "invoice { id }",
  );
  return first?.id ?? "";
}

export const withdrawn: Occasion = async (enter) => `/billing/${await withdraw(await enter("admin"))}`;

export const drafted: Occasion = async (enter) => {
  const admin = await enter("admin");
  const { invoice } = await command<{ invoice: { readonly id: string } }>(
    admin,
    "createInvoice",
    { replacesId: await withdraw(admin) },
    "invoice { id }",
  );
  return `/billing/${invoice.id}`;
};

/** A patient begins to pay, and is asked by their bank whether it is them; unless one does already. */
export const underWay: Occasion = async (enter) => {
  const patient = await enter("patient");
  const { invoices } = await askApi<{
    invoices: {
      readonly nodes: readonly {
        readonly id: string;
        readonly patientShare: { readonly amount: number };
        readonly payments: readonly { readonly status: string }[] | null;
      }[];
    };
  }>(
    patient,
    `query ($filter: InvoiceFilter!) {
       invoices(first: 50, filter: $filter) { nodes { id patientShare { amount } payments { status } } } }`,
    { filter: { status: ["ISSUED", "OVERDUE"] } },
  );
  const begun = invoices.nodes.find(({ payments }) => payments?.some(({ status }) => status === "PENDING"));
  if (begun !== undefined) {
    return `/billing/${begun.id}`;
  }
  const owing = invoices.nodes.find(({ patientShare }) => patientShare.amount > 0);
  if (owing === undefined) {
    throw new Error("The patient owes nothing.");
  }
  const card = { invoiceId: owing.id, paymentMethod: "pm_card_authenticationRequired" };
  await command(patient, "payInvoice", card, "payment { id }");
  return `/billing/${owing.id}`;
};

/** A provider has a licence that ends. */
export const licensed: Occasion = async (enter) => {
  const admin = await enter("admin");
  const { providers } = await askApi<{ providers: { readonly nodes: readonly { readonly id: string }[] } }>(
    admin,
    "{ providers(first: 1, filter: { status: ACTIVE }, orderBy: NAME_ASC) { nodes { id } } }",
    {},
  );
  const providerId = providers.nodes[0]?.id ?? "";
  await command(
    admin,
    "addProviderCredential",
    {
      ...{ providerId, kind: "BOARD_CERTIFICATION", number: `BC-${Date.now() % 100_000}`, issuer: "Board of Medicine" },
      ...{ issuedOn: "2020-05-02", expiresOn: `${new Date().getFullYear() + 1}-01-31` },
    },
    "provider { id }",
  );
  return `/providers/${providerId}`;
};

/** Somebody comes every week. */
export const repeated: Occasion = async (enter) => {
  const admin = await enter("admin");
  const patient = await newPatient(admin);
  const { provider, startsAt } = await freeSlot(admin, 40);
  const visit = { patientId: patient.id, providerId: provider.id, startsAt, visitType: "IN_PERSON" };
  const rule = "FREQ=WEEKLY;COUNT=6";
  const { appointmentSeriesPreview: comesTo } = await askApi<{
    appointmentSeriesPreview: readonly { readonly startsAt: string; readonly conflict: string | null }[];
  }>(
    admin,
    `query ($input: AppointmentSeriesPreviewInput!) { appointmentSeriesPreview(input: $input) { startsAt conflict } }`,
    { input: { ...visit, rule } },
  );
  const changes = comesTo.flatMap((one) => (one.conflict === null ? [] : [{ startsAt: one.startsAt }]));
  await command(admin, "bookAppointmentSeries", { ...visit, rule, changes, reason: "Physiotherapy" }, "");
  return `/appointments?period=upcoming&patient=${patient.id}`;
};

/** A provider has visits on the day that is free first, too. */
export const taken: Occasion = async (enter) => {
  const admin = await enter("admin");
  const slot = await freeSlot(admin, 1);
  await bookThroughApi(admin, { patientId: (await newPatient(admin)).id, slot, reason: "Blood pressure" });
  return `/patients/${await demoPatient(admin)}`;
};

/** The doctor and the patient have a visit by video that is to begin. */
export const video: Occasion = async (enter) => {
  const [admin, doctor] = [await enter("admin"), await enter("doctor")];
  const { id, weeklyHours } = await demoDoctor(admin);
  await setHours(admin, id);
  try {
    return `/visit/${await bookVideoVisit(admin, doctor, id)}`;
  } finally {
    await setHours(admin, id, weeklyHours);
  }
};
