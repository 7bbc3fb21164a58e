import type { Page } from "@playwright/test";
import { expect, test } from "./accounts.fixture.ts";
import {
  askApi,
  bookThroughApi,
  cancelVisit,
  chooseDay,
  chooseProvider,
  command,
  dialogOf,
  type FreeSlot,
  freeSlot,
  newPatient,
  slotsOf,
  timeOf,
} from "./booking.fixture.ts";
import { dialogSizes, expectDialogFits } from "./dialog.fixture.ts";

/** A free time that is free in the two weeks after it, too, and when the first of these is: clocks may change between. */
async function weeklySlot(page: Page): Promise<{ readonly slot: FreeSlot; readonly second: string }> {
  const patient = await newPatient(page);
  for (const place of [20, 27, 34, 41, 48, 55]) {
    const slot = await freeSlot(page, place);
    const { appointmentSeriesPreview } = await askApi<{
      appointmentSeriesPreview: readonly { readonly startsAt: string; readonly conflict: string | null }[];
    }>(
      page,
      "query ($input: AppointmentSeriesPreviewInput!) { appointmentSeriesPreview(input: $input) { startsAt conflict } }",
      {
        input: {
          ...{ patientId: patient.id, providerId: slot.provider.id, startsAt: slot.startsAt },
          ...{ visitType: "IN_PERSON", rule: "FREQ=WEEKLY;COUNT=3" },
        },
      },
    );
    const second = appointmentSeriesPreview[1]?.startsAt;
    if (second !== undefined && appointmentSeriesPreview.every(({ conflict }) => conflict === null)) {
      return { slot, second };
    }
  }
  throw new Error("The first provider has no time that is free three weeks in a row.");
}

async function openFor(page: Page, patientId: string, { provider, startsAt }: FreeSlot): Promise<void> {
  await page.goto(`/patients/${patientId}`);
  await page.getByRole("button", { name: "New appointment" }).click();
  await chooseProvider(page, provider.fullName);
  await chooseDay(page, startsAt);
  await dialogOf(page)
    .getByRole("radio", { name: timeOf(startsAt), exact: true })
    .check();
}

async function repeatWeekly(page: Page, visits: string): Promise<void> {
  await dialogOf(page).getByRole("combobox", { name: "Repeats" }).click();
  await page.getByRole("option", { name: "Every week" }).click();
  await dialogOf(page).getByLabel("Number of visits").fill(visits);
}

test("a series is booked but for the visit that is taken, and its rest is called off with one of them", async ({
  page,
  enter,
}) => {
  await enter(page, "admin");
  const [mine, theirs] = [await newPatient(page), await newPatient(page)];
  const { slot, second } = await weeklySlot(page);
  await bookThroughApi(page, {
    ...{ patientId: theirs.id, reason: "In the way" },
    slot: { ...slot, startsAt: second },
  });
  await openFor(page, mine.id, slot);
  await repeatWeekly(page, "3");
  const visits = dialogOf(page).getByRole("list", { name: "2 visits of 3 will be booked" });
  await expect(visits.getByRole("listitem").nth(1)).toContainText("The provider has another appointment");
  await dialogOf(page).getByRole("button", { name: "Book 2 visits" }).click();
  await expect(page.getByRole("alert").filter({ hasText: `Booked: ${mine.fullName}, 2 visits` })).toBeVisible();

  await page.goto(`/patients/${mine.id}/appointments`);
  const upcoming = page.getByRole("table", { name: "Upcoming appointments" });
  await expect(upcoming.getByText("Booked")).toHaveCount(2);
  await upcoming
    .getByRole("button", { name: /^Actions for / })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Cancel" }).click();
  await dialogOf(page).getByText("This and later").click();
  await dialogOf(page).getByRole("textbox", { name: "Reason" }).fill("The patient is well again");
  await expectDialogFits(page, dialogSizes[0]);
  await dialogOf(page).getByRole("button", { name: "Cancel appointment" }).click();
  await expect(page.getByRole("alert").filter({ hasText: `Cancelled: ${mine.fullName}, 2 visits` })).toBeVisible();
  await expect(page.getByText("Booked", { exact: true })).toHaveCount(0);
});

interface Visit {
  readonly id: string;
  readonly startsAt: string;
}

/** The visits of a patient, the first one first. */
async function visitsOf(page: Page, patientId: string): Promise<readonly Visit[]> {
  const { appointments } = await askApi<{ appointments: { nodes: readonly Visit[] } }>(
    page,
    "query ($filter: AppointmentFilter!) { appointments(filter: $filter) { nodes { id startsAt } } }",
    { filter: { patientId } },
  );
  return appointments.nodes;
}

test("from one visit of a series on they are all moved as far as that is possible, and none disappears", async ({
  page,
  enter,
}) => {
  await enter(page, "admin");
  const mine = await newPatient(page);
  const { slot } = await weeklySlot(page);
  await command(page, "bookAppointmentSeries", {
    ...{ patientId: mine.id, providerId: slot.provider.id, visitType: "IN_PERSON" },
    ...{ startsAt: slot.startsAt, rule: "FREQ=WEEKLY;COUNT=3" },
  });
  const before = await visitsOf(page, mine.id);
  expect(before).toHaveLength(3);
  await page.goto(`/patients/${mine.id}/appointments`);
  await page
    .getByRole("table", { name: "Upcoming appointments" })
    .getByRole("button", { name: /^Actions for / })
    .nth(1)
    .click();
  await page.getByRole("menuitem", { name: "Reschedule" }).click();
  await dialogOf(page).getByText("This and later").click();
  await expect(dialogOf(page).getByRole("combobox", { name: "Repeats" })).toHaveValue("Every week");
  await expect(dialogOf(page).getByLabel("Number of visits")).toHaveValue("2");

  const time = slotsOf(page).last();
  await time.check();
  const startsAt = await time.inputValue();
  const visits = dialogOf(page).getByRole("checkbox", { name: /, 20\d\d, / });
  await expect(visits).toHaveCount(2);
  await expect(visits.first()).toBeChecked();
  for (const size of dialogSizes) {
    await expectDialogFits(page, size);
  }
  // Somebody else may have the second one's new time: then it stays where it is.
  const second = (await visits.last().isChecked()) ? 1 : 0;
  const words = second === 1 ? "2 visits" : "1 visit";
  await dialogOf(page)
    .getByRole("button", { name: `Change ${words}` })
    .click();
  await expect(page.getByRole("alert").filter({ hasText: `Changed: ${mine.fullName}, ${words}` })).toBeVisible();

  const after = new Map((await visitsOf(page, mine.id)).map((visit) => [visit.id, visit.startsAt]));
  expect(after.size).toBe(3);
  expect(after.get(before[0]?.id ?? "")).toBe(before[0]?.startsAt);
  expect(after.get(before[1]?.id ?? "")).toBe(startsAt);
  expect(after.get(before[2]?.id ?? "") === before[2]?.startsAt).toBe(second === 0);
  for (const { id } of before) {
    await cancelVisit(page, id);
  }
});

test("the front desk books a time that is taken, which the visit says", async ({ page, enter }) => {
  await enter(page, "admin");
  const [mine, theirs] = [await newPatient(page), await newPatient(page)];
  const slot = await freeSlot(page, 6);
  await bookThroughApi(page, { patientId: theirs.id, slot, reason: "There already" });
  await page.goto(`/patients/${mine.id}`);
  await page.getByRole("button", { name: "New appointment" }).click();
  await chooseProvider(page, slot.provider.fullName);
  await chooseDay(page, slot.startsAt);
  await dialogOf(page).getByRole("checkbox", { name: "Overbook: choose a time that is taken" }).check();
  await dialogOf(page)
    .getByRole("button", { name: new RegExp(`^${timeOf(slot.startsAt)} – `) })
    .click();
  const book = dialogOf(page).getByRole("button", { name: new RegExp(`^Overbook .*, ${timeOf(slot.startsAt)}$`) });
  await book.click();
  const why = dialogOf(page).getByRole("textbox", { name: "Why overbook" });
  await expect(why).toHaveAccessibleDescription("Fill this in.");
  await why.fill("Chest pain");
  await book.click();
  await expect(page.getByRole("alert").filter({ hasText: `Booked: ${mine.fullName}` })).toBeVisible();

  await page.goto(`/patients/${mine.id}/appointments`);
  await page
    .getByRole("table", { name: "Upcoming appointments" })
    .getByRole("button", { name: /^Actions for / })
    .click();
  await page.getByRole("menuitem", { name: "Visit details" }).click();
  const history = dialogOf(page).getByRole("region", { name: "History" });
  await expect(history.getByRole("listitem").first()).toContainText("Chest pain");
});

for (const size of dialogSizes) {
  test(`a series and an overbooking at ${size[0]} pixels are accessible in light and dark, and fit`, async ({
    page,
    enter,
  }) => {
    const [width, height] = size;
    await page.setViewportSize({ width, height });
    await enter(page, "admin");
    const patient = await newPatient(page);
    await page.goto(`/patients/${patient.id}`);
    await page.getByRole("button", { name: "New appointment" }).click();
    await dialogOf(page).getByRole("combobox", { name: "Provider or specialty" }).click();
    await page.getByRole("option").first().click();
    await slotsOf(page).first().check();
    await repeatWeekly(page, "12");
    await expect(dialogOf(page).getByRole("checkbox", { name: /, 20\d\d, / })).toHaveCount(12);
    await expectDialogFits(page, size);

    await dialogOf(page).getByRole("checkbox", { name: "Overbook: choose a time that is taken" }).check();
    await dialogOf(page).getByRole("button", { name: "Overbook", exact: true }).click();
    await expect(dialogOf(page).getByLabel("Starts at")).toHaveAccessibleDescription("Choose a time.");
    await expectDialogFits(page, size);
  });

  test(`adding a provider at ${size[0]} pixels is accessible in light and dark, and fits`, async ({ page, enter }) => {
    await enter(page, "admin");
    await page.goto("/providers");
    await page.getByRole("button", { name: "Add provider" }).click();
    await dialogOf(page).getByRole("button", { name: "Add provider" }).click();
    await expect(dialogOf(page).getByLabel("Given name")).toHaveAccessibleDescription("Fill this in.");
    await expectDialogFits(page, size);
  });
}
