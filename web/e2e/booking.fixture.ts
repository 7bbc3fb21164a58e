import type { Page } from "@playwright/test";
import { expect } from "./accounts.fixture.ts";

/** Asks the API itself, in the session that the page is in. */
export async function askApi<Data>(page: Page, query: string, variables: object): Promise<Data> {
  const response = await page.request.post("/graphql", {
    data: { query, variables },
    headers: { "x-careconnect-csrf": "1" },
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

/** The inputs that several commands share. */
const inputs: Readonly<Record<string, string>> = {
  confirmAppointment: "AppointmentCommandInput",
  startConsultation: "AppointmentCommandInput",
  startProviderApplicationReview: "AdvanceProviderApplicationInput",
  requestProviderApplicationInformation: "RefuseProviderApplicationInput",
};

/** Sends a command as somebody else would, who is not refused it. @returns what `fields` name of its answer */
export async function command<Answer = unknown>(page: Page, name: string, value: object, fields = ""): Promise<Answer> {
  const input = inputs[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const answer = await askApi<Record<string, Answer & { readonly userErrors: readonly unknown[] }>>(
    page,
    `mutation ($input: ${input}!) { ${name}(input: $input) { ${fields} userErrors { code field } } }`,
    { input: value },
  );
  expect(answer[name]?.userErrors).toEqual([]);
  return answer[name] as Answer;
}

export interface NamedPatient {
  readonly id: string;
  readonly fullName: string;
  readonly mrn: string;
}

/** Somebody who was never here before: no other test, and no earlier run, has taken their time. */
export async function newPatient(page: Page, familyName = `Fairweather ${Date.now()}`): Promise<NamedPatient> {
  const { patient } = await command<{ patient: NamedPatient }>(
    page,
    "registerPatient",
    { givenName: "Robin", familyName, birthDate: "1984-05-17" },
    "patient { id fullName mrn }",
  );
  return patient;
}

export interface FreeSlot {
  readonly startsAt: string;
  readonly provider: { readonly id: string; readonly fullName: string };
}

/** A free time in person of the first active provider, two days from now or later: `place` tells several apart. */
export async function freeSlot(page: Page, place = 0): Promise<FreeSlot> {
  const { providers } = await askApi<{ providers: { nodes: readonly { id: string }[] } }>(
    page,
    "{ providers(first: 1, filter: { status: ACTIVE }, orderBy: NAME_ASC) { nodes { id } } }",
    {},
  );
  return freeSlotOf(page, providers.nodes[0]?.id ?? "", place);
}

/** A free time in person of a provider, two days from now or later. */
export async function freeSlotOf(page: Page, providerId: string, place = 0): Promise<FreeSlot> {
  const day = 86_400_000;
  const { availableSlots } = await askApi<{ availableSlots: readonly FreeSlot[] }>(
    page,
    "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt provider { id fullName } } }",
    {
      input: {
        providerId,
        visitType: "IN_PERSON",
        from: new Date(Date.now() + 2 * day).toISOString(),
        to: new Date(Date.now() + 20 * day).toISOString(),
        first: 200,
      },
    },
  );
  const slot = availableSlots[place];
  if (slot === undefined) {
    throw new Error("The provider has too few free times.");
  }
  return slot;
}

/** Books through the API, as somebody else would. @returns the visit's id */
export async function bookThroughApi(
  page: Page,
  { patientId, slot, reason }: { readonly patientId: string; readonly slot: FreeSlot; readonly reason: string },
): Promise<string> {
  const { provider, startsAt } = slot;
  const { appointment } = await command<{ appointment: { id: string } }>(
    page,
    "bookAppointment",
    { patientId, providerId: provider.id, startsAt, visitType: "IN_PERSON", reason },
    "appointment { id }",
  );
  return appointment.id;
}

/** Calls a visit off through the API, on the clinic's behalf. */
export async function cancelVisit(page: Page, id: string): Promise<void> {
  await command(page, "cancelAppointment", { id, reason: "The time is needed for somebody else" });
}

/** The open dialog about an appointment. */
export const dialogOf = (page: Page) => page.getByRole("dialog");

/** Chooses the first provider whose name holds `name`, and waits for the free times. */
export async function chooseProvider(page: Page, name: string): Promise<void> {
  const field = dialogOf(page).getByRole("combobox", { name: "Provider or specialty" });
  await field.click();
  await field.fill(name);
  await page
    .getByRole("option", { name: new RegExp(name) })
    .first()
    .click();
  await expect(slotsOf(page).first()).toBeVisible();
}

export const slotsOf = (page: Page) => dialogOf(page).getByRole("radio", { name: /\d:\d\d/ });

/** Turns the calendar to the day of an instant at the clinic, and chooses it. */
export async function chooseDay(page: Page, instant: string): Promise<void> {
  const date = new Date(instant);
  const inNewYork = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-US", { timeZone: "America/New_York", ...options }).format(date);
  const month = inNewYork({ month: "long", year: "numeric" });
  while (!(await dialogOf(page).getByText(month, { exact: true }).isVisible())) {
    await dialogOf(page).getByRole("button", { name: "Next month" }).click();
  }
  const day = dialogOf(page).getByRole("button", { name: inNewYork({ dateStyle: "full" }), exact: true });
  await expect(day).not.toHaveAttribute("aria-disabled");
  await day.click();
  await expect(day).toHaveAttribute("aria-pressed", "true");
}

/** The day on which it is in the clinic. */
export const dayOf = (instant: string) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York", dateStyle: "short" }).format(new Date(instant));

export const timeOf = (instant: string) =>
  new Intl.DateTimeFormat("en-US", { timeZone: "America/New_York", timeStyle: "short" }).format(new Date(instant));
