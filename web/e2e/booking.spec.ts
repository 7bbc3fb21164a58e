import type { Page } from "@playwright/test";
import { expect, test } from "./accounts.fixture.ts";
import {
  bookThroughApi,
  chooseDay,
  chooseProvider,
  dialogOf,
  freeSlot,
  newPatient,
  slotsOf,
  timeOf,
} from "./booking.fixture.ts";
import { dialogSizes, expectDialogFits } from "./dialog.fixture.ts";

async function openDialog(page: Page): Promise<void> {
  await page.getByRole("button", { name: "New appointment" }).click();
  await expect(dialogOf(page).getByRole("heading", { name: "Book appointment" })).toBeVisible();
}

test("cal.com #26416: books with the keyboard from the dashboard: patient, specialty, day, time, reason", async ({
  page,
  enter,
}) => {
  await enter(page, "nurse");
  const patient = await newPatient(page);
  await page.goto("/");
  await openDialog(page);
  const dialog = dialogOf(page);

  await expect(dialog.getByLabel("Patient")).toBeFocused();
  await page.keyboard.type(patient.mrn);
  await expect(page.getByRole("option", { name: new RegExp(patient.mrn) })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("group", { name: "Patient" })).toContainText(patient.fullName);

  await dialog.getByRole("combobox", { name: "Provider or specialty" }).fill("Cardiology");
  await expect(page.getByRole("option", { name: /Cardiology/ }).first()).toBeVisible();
  await page.getByRole("option", { name: "Any provider · Cardiology" }).click();
  await expect(slotsOf(page).first()).toBeVisible();

  const chosen = dialog.locator("button[aria-pressed=true]");
  const before = await chosen.getAttribute("data-day");
  await chosen.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(chosen).not.toHaveAttribute("data-day", before ?? "");

  await slotsOf(page).last().focus();
  await page.keyboard.press("Space");
  const time = (await dialog.locator("label:has(:checked)").textContent()) ?? "";
  await dialog.getByLabel("Reason").fill("Palpitations after running");
  await dialog.getByRole("button", { name: `Book ${time}` }).click();

  await expect(page.getByRole("alert").filter({ hasText: `Booked: ${patient.fullName}` })).toContainText(time);
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "New appointment" })).toBeFocused();
  await page.goto(`/patients/${patient.id}/appointments`);
  await expect(page.getByRole("table", { name: "Upcoming appointments" })).toContainText("Palpitations after running");
});

test("what is missing is said at its field", async ({ page, enter }) => {
  await enter(page, "nurse");
  await page.goto("/appointments");
  await openDialog(page);
  await dialogOf(page).getByRole("button", { name: "Book", exact: true }).click();
  await expect(dialogOf(page).getByLabel("Patient")).toHaveAccessibleDescription("Choose the patient.");
  await expect(dialogOf(page).getByRole("combobox", { name: "Provider or specialty" })).toHaveAccessibleDescription(
    "Choose a provider or a specialty.",
  );
});

test("a time that was taken meanwhile is said and struck through; another one books", async ({ page, enter }) => {
  await enter(page, "nurse");
  const [mine, theirs] = [await newPatient(page), await newPatient(page)];
  const slot = await freeSlot(page);
  // Without live updates, so that the dialog cannot know before the server says so.
  await page.routeWebSocket(/\/graphql$/, () => undefined);
  await page.goto(`/patients/${mine.id}`);
  await openDialog(page);
  await chooseProvider(page, slot.provider.fullName);
  await chooseDay(page, slot.startsAt);
  const time = dialogOf(page).getByRole("radio", { name: timeOf(slot.startsAt), exact: true });
  await time.check();
  await bookThroughApi(page, { patientId: theirs.id, slot, reason: "Faster" });
  await dialogOf(page)
    .getByRole("button", { name: `Book ${timeOf(slot.startsAt)}` })
    .click();

  await expect(dialogOf(page).getByRole("alert")).toContainText("Somebody else has just taken this time.");
  await expect(time).toBeDisabled();
  await slotsOf(page).and(page.locator(":enabled")).first().check();
  await dialogOf(page)
    .getByRole("button", { name: /^Book \d/ })
    .click();
  await expect(page.getByRole("alert").filter({ hasText: `Booked: ${mine.fullName}` })).toBeVisible();
});

test("a visit is moved, then cancelled with a reason", async ({ page, enter }) => {
  await enter(page, "nurse");
  const patient = await newPatient(page);
  const slot = await freeSlot(page, 3);
  await bookThroughApi(page, { patientId: patient.id, slot, reason: "To be moved" });
  await page.goto(`/patients/${patient.id}/appointments`);
  const row = page.getByRole("row").filter({ hasText: "To be moved" });
  await row.getByRole("button", { name: /^Actions for / }).click();
  await page.getByRole("menuitem", { name: "Reschedule" }).click();
  await slotsOf(page).last().check();
  const moved = (await dialogOf(page).locator("label:has(:checked)").textContent()) ?? "";
  await dialogOf(page)
    .getByRole("button", { name: `Move to ${moved}` })
    .click();
  await expect(page.getByRole("alert").filter({ hasText: `Moved: ${patient.fullName}` })).toBeVisible();
  await expect(row).toContainText(moved);

  await row.getByRole("button", { name: /^Actions for / }).click();
  await page.getByRole("menuitem", { name: "Cancel" }).click();
  const dialog = dialogOf(page);
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(row.getByRole("button", { name: /^Actions for / })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Cancel" }).click();
  await dialog.getByRole("button", { name: "Cancel appointment" }).click();
  await expect(dialog.getByRole("textbox", { name: "Reason" })).toHaveAccessibleDescription("Fill this in.");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("The patient is travelling");
  await dialog.getByRole("button", { name: "Cancel appointment" }).click();
  await expect(page.getByRole("alert").filter({ hasText: `Cancelled: ${patient.fullName}` })).toBeVisible();
  await expect(row.getByText("Booked")).toHaveCount(0);
});

test("patients book, move and cancel their own visits", async ({ page, enter }) => {
  const reason = `Booked by myself ${Date.now()}`;
  await enter(page, "patient");
  await page.goto("/");
  await openDialog(page);
  await expect(dialogOf(page).getByLabel("Patient")).toHaveCount(0);
  await dialogOf(page).getByRole("combobox", { name: "Provider or specialty" }).click();
  await page.getByRole("option").nth(5).click();
  await expect(slotsOf(page).first()).toBeVisible();
  await dialogOf(page).getByRole("button", { name: "Next month" }).click();
  await expect(slotsOf(page).first()).toBeVisible();
  await slotsOf(page).last().check();
  await dialogOf(page).getByLabel("Reason").fill(reason);
  await dialogOf(page)
    .getByRole("button", { name: /^Book \d/ })
    .click();
  await expect(page.getByRole("alert").filter({ hasText: "Booked: " })).toBeVisible();

  await page.goto("/appointments");
  const row = page.getByRole("row").filter({ hasText: reason });
  await row.getByRole("button", { name: /^Actions for / }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Visit details", "Reschedule", "Cancel"]);
  await page.getByRole("menuitem", { name: "Reschedule" }).click();
  await slotsOf(page).last().check();
  await dialogOf(page)
    .getByRole("button", { name: /^Move to / })
    .click();
  await expect(page.getByRole("alert").filter({ hasText: "Moved: " })).toBeVisible();

  await row.getByRole("button", { name: /^Actions for / }).click();
  await page.getByRole("menuitem", { name: "Cancel" }).click();
  await dialogOf(page).getByRole("textbox", { name: "Reason" }).fill("I feel well again");
  await dialogOf(page).getByRole("button", { name: "Cancel appointment" }).click();
  await expect(row).toContainText("Cancelled");
});

for (const [width, height] of dialogSizes) {
  test(`the booking dialog at ${width} pixels is accessible in light and dark, and fits`, async ({ page, enter }) => {
    await page.setViewportSize({ width, height });
    await enter(page, "nurse");
    await page.goto("/");
    await openDialog(page);
    await dialogOf(page).getByRole("combobox", { name: "Provider or specialty" }).click();
    await page.getByRole("option").first().click();
    await slotsOf(page).first().check();
    const submit = dialogOf(page).getByRole("button", { name: /^Book \d/ });
    await submit.click();
    await expect(dialogOf(page).getByLabel("Patient")).toHaveAccessibleDescription("Choose the patient.");
    await expect(submit).toBeInViewport({ ratio: 1 });
    await expectDialogFits(page, [width, height]);
  });
}
