import type { Locator, Page } from "@playwright/test";
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

/** Tab leads to `target`, and on the way to nothing but what may be there, in this order. */
async function tabTo(page: Page, target: Locator, ...between: readonly Locator[]): Promise<void> {
  await page.keyboard.press("Tab");
  for (const stop of between) {
    if ((await stop.and(page.locator(":focus")).count()) > 0) {
      await page.keyboard.press("Tab");
    }
  }
  await expect(target).toBeFocused();
}

/** Arrows lead from the field that has the focus to one of its options, which Enter takes. */
async function takeOption(page: Page, field: Locator, option: Locator): Promise<void> {
  await expect(option).toBeVisible();
  const number = await page.getByRole("option").count();
  for (let turn = 0; turn < number && (await option.getAttribute("data-combobox-selected")) === null; turn += 1) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(option).toHaveAttribute("data-combobox-selected");
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute("aria-activedescendant", (await option.getAttribute("id")) ?? "");
  await page.keyboard.press("Enter");
}

test("cal.com #26416: books with the keyboard alone from the dashboard: patient, specialty, day, time, reason", async ({
  page,
  enter,
}) => {
  await enter(page, "nurse");
  const patient = await newPatient(page);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const dialog = dialogOf(page);
  const opener = page.getByRole("button", { name: "New appointment" });

  await tabTo(page, page.getByRole("link", { name: "Skip to content" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await tabTo(page, opener);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("heading", { name: "Book appointment" })).toBeVisible();

  const finder = dialog.getByRole("textbox", { name: "Patient" });
  await expect(finder).toBeFocused();
  await page.keyboard.type(patient.mrn);
  await takeOption(page, finder, page.getByRole("option", { name: new RegExp(patient.mrn) }));
  await expect(dialog.getByRole("group", { name: "Patient" })).toContainText(patient.fullName);
  await expect(dialog.getByRole("button", { name: "Choose another patient" })).toBeFocused();

  const who = dialog.getByRole("combobox", { name: "Provider or specialty" });
  await tabTo(page, who);
  await page.keyboard.type("Cardiology");
  await expect(page.getByRole("option", { name: "Any provider · Cardiology" })).toBeVisible();
  await expect(page.getByRole("option").filter({ hasNotText: "Cardiology" })).toHaveCount(0);
  await takeOption(page, who, page.getByRole("option", { name: "Any provider · Cardiology" }));
  await expect(who).toBeFocused();
  await expect(who).toHaveValue("Any provider · Cardiology");
  await expect(slotsOf(page).first()).toBeVisible();

  const chosen = dialog.locator("button[aria-pressed=true]");
  const before = (await chosen.getAttribute("data-day")) ?? "";
  const months = ["Previous month", "Next month"].map((name) => dialog.getByRole("button", { name }));
  await tabTo(page, chosen, ...months);
  await page.keyboard.press("ArrowDown");
  const day = dialog.locator("button[data-day]:focus");
  await expect(day).not.toHaveAttribute("data-day", before);
  await expect(day).not.toHaveAttribute("aria-disabled");
  const later = (await day.getAttribute("data-day")) ?? "";
  await page.keyboard.press("Enter");
  await expect(chosen).toHaveAttribute("data-day", later);
  await expect(chosen).toBeFocused();
  await expect(slotsOf(page).first()).toBeVisible();

  await tabTo(page, dialog.getByRole("radio", { name: "In person" }), ...months);
  await tabTo(page, slotsOf(page).first());
  await page.keyboard.press("Space");
  await expect(slotsOf(page).first()).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await expect(slotsOf(page).last()).toBeFocused();
  await expect(slotsOf(page).last()).toBeChecked();
  const time =
    (await dialog
      .locator("label:has(:checked)")
      .filter({ hasText: /\d:\d\d/ })
      .textContent()) ?? "";

  await tabTo(page, dialog.getByRole("combobox", { name: "Repeats" }), dialog.getByRole("combobox", { name: "With" }));
  await tabTo(page, dialog.getByRole("textbox", { name: "Reason" }));
  await page.keyboard.type("Palpitations after running");
  await tabTo(page, dialog.getByRole("button", { name: "Cancel", exact: true }));
  const submit = dialog.getByRole("button", { name: `Book ${time}` });
  await tabTo(page, submit);
  // The dialog keeps the focus, in both directions.
  await tabTo(page, dialog.getByRole("button", { name: "Close" }));
  await page.keyboard.press("Shift+Tab");
  await expect(submit).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(page.getByRole("alert").filter({ hasText: `Booked: ${patient.fullName}` })).toContainText(time);
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
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
