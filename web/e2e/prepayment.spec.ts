import type { Page } from "@playwright/test";
import { expect, test } from "./accounts.fixture.ts";
import { askApi, command, dayOf, freeSlotOf, newPatient } from "./booking.fixture.ts";
import { field, press } from "./dialog.fixture.ts";

// What is told between visits and books takes a moment each time.
test.describe.configure({ timeout: 120_000 });

const slowly = { timeout: 20_000 };

/** The clinic's neurologist, and a price for a day with them, unless it has one already. */
async function pricedSlot(page: Page) {
  const { providers } = await askApi<{ providers: { nodes: readonly { id: string }[] } }>(
    page,
    '{ providers(first: 1, filter: { specialty: "NEUROLOGY", bookable: true }, orderBy: NAME_ASC) { nodes { id } } }',
    {},
  );
  const slot = await freeSlotOf(page, providers.nodes[0]?.id ?? "", 3);
  const day = dayOf(slot.startsAt);
  await askApi(page, "mutation ($input: AddPriceInput!) { addPrice(input: $input) { userErrors { code } } }", {
    input: { visitType: "IN_PERSON", specialty: "NEUROLOGY", amount: 9_000, startsOn: day, endsOn: day },
  });
  return slot;
}

test("a visit that is paid in advance stands once it is paid, and is given back when it is called off", async ({
  page,
  enter,
}) => {
  await enter(page, "admin");
  const patient = await newPatient(page);
  const { provider, startsAt } = await pricedSlot(page);
  await page.goto("/billing/prepayments");
  await expect(page.getByRole("status").filter({ hasText: /^Live$/ })).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: patient.fullName });
  await command(page, "bookAppointment", {
    ...{ patientId: patient.id, providerId: provider.id, startsAt, visitType: "IN_PERSON", prepay: true },
  });
  await expect(row).toContainText("To be paid", slowly);
  await expect(row).toContainText("$90.00", slowly);

  await row.getByRole("link", { name: /^INV-/ }).click();
  await page.getByRole("button", { name: "Record payment" }).click();
  await press(page, "Record payment");
  await expect(page.getByRole("alert").filter({ hasText: "Recorded: $90.00" })).toBeVisible();
  await page.goto("/billing/prepayments");
  await expect(row).toContainText("Confirmed", slowly);

  await row.getByRole("button", { name: `Actions for ${patient.fullName}` }).click();
  await page.getByRole("menuitem", { name: "Cancel" }).click();
  await field(page, "Reason").fill("The provider is ill");
  await press(page, "Cancel appointment");
  await expect(row).toContainText("Being refunded", slowly);
  await row.getByRole("link", { name: /^INV-/ }).click();
  await page.getByRole("button", { name: "Refund the payment of $90.00" }).click();
  await field(page, /^Reason/).fill("The visit was called off by the clinic");
  await press(page, "Refund");
  await expect(page.getByRole("alert").filter({ hasText: "Refunded: $90.00" })).toBeVisible();
  await page.goto("/billing/prepayments");
  await expect(row).toContainText("Refunded", slowly);
});
