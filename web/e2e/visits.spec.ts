import type { Browser, Page } from "@playwright/test";
import { expectAccessibleInBothSchemes } from "./access.fixture.ts";
import { expect, test } from "./accounts.fixture.ts";
import { dialogOf } from "./booking.fixture.ts";
import { bookDueCall, completeVisit, type DueCall, demoDoctor, setHours, startVisit } from "./visit.fixture.ts";

// Three people at work, and hours that take a moment to arrive.
test.describe.configure({ timeout: 240_000 });

type Enter = (page: Page, account: "admin" | "doctor" | "patient") => Promise<void>;

/** A call that is due now, with hours of its doctor that allow it at any time of day while `work` goes on. */
async function withDueCall(browser: Browser, enter: Enter, work: (call: DueCall) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  const admin = await context.newPage();
  await enter(admin, "admin");
  const { id: doctorId, weeklyHours } = await demoDoctor(admin);
  await setHours(admin, doctorId);
  try {
    await work(await bookDueCall(admin, doctorId));
  } finally {
    await setHours(admin, doctorId, weeklyHours);
    await context.close();
  }
}

const rowOf = (page: Page, reason: string) => page.getByRole("row").filter({ hasText: reason });

async function choose(page: Page, reason: string, item: string): Promise<void> {
  await rowOf(page, reason)
    .getByRole("button", { name: /^Actions for / })
    .click();
  await page.getByRole("menuitem", { name: item }).click();
}

const field = (page: Page, name: string) => dialogOf(page).getByRole("textbox", { name });

test("whoever arrives is checked in from the list, and the menu follows", async ({ page, browser, enter }) => {
  await withDueCall(browser, enter, async ({ patientId, reason }) => {
    await enter(page, "nurse");
    await page.goto(`/appointments?period=all&patient=${patientId}`);
    await rowOf(page, reason)
      .getByRole("button", { name: /^Actions for / })
      .click();
    await expect(page.getByRole("menuitem")).toHaveText([
      "Visit details",
      "Confirm",
      "Check in",
      "Start visit",
      "Reschedule",
      "Cancel",
    ]);
    await page.getByRole("menuitem", { name: "Check in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "is checked in" })).toBeVisible();
    await expect(rowOf(page, reason)).toContainText("Checked in");
    await rowOf(page, reason)
      .getByRole("button", { name: /^Actions for / })
      .click();
    await expect(page.getByRole("menuitem")).toHaveText(["Visit details", "Start visit", "Cancel"]);
  });
});

test("a doctor sees a patient and writes the summary; the patient reads it", async ({
  page: doctor,
  browser,
  enter,
}) => {
  await withDueCall(browser, enter, async ({ patientId, reason }) => {
    const context = await browser.newContext();
    const patient = await context.newPage();
    await enter(doctor, "doctor");
    await enter(patient, "patient");
    await doctor.goto(`/appointments?period=all&patient=${patientId}`);
    await patient.goto("/appointments?period=all");
    // The app is loaded for the first time.
    await expect(rowOf(patient, reason)).toContainText("Booked", { timeout: 30_000 });
    await expect(patient.getByRole("status").filter({ hasText: /^Live$/ })).toBeVisible();

    await choose(doctor, reason, "Start visit");
    await expect(doctor.getByRole("alert").filter({ hasText: "has begun" })).toBeVisible();
    await expect(rowOf(doctor, reason)).toContainText("In progress");
    await expect(rowOf(patient, reason)).toContainText("In progress");

    await choose(doctor, reason, "Complete visit");
    await expect(field(doctor, "Complaint")).toBeFocused();
    await dialogOf(doctor).getByRole("button", { name: "Complete visit" }).click();
    await expect(field(doctor, "Complaint")).toHaveAccessibleDescription("Write down what the patient came with.");
    await doctor.keyboard.type("Cough since Monday");
    await field(doctor, "Assessment").fill("Acute bronchitis");
    await dialogOf(doctor).getByRole("button", { name: "Add prescription" }).click();
    await expect(field(doctor, "Medication")).toBeFocused();
    await doctor.keyboard.type("Ibuprofen 400 mg");
    await doctor.keyboard.press("Escape");
    await dialogOf(doctor).getByRole("button", { name: "Keep writing" }).click();
    await expect(field(doctor, "Medication")).toBeFocused();
    await dialogOf(doctor).getByRole("button", { name: "Complete visit" }).click();
    await expect(field(doctor, "Dosage")).toBeFocused();
    await doctor.keyboard.type("1 tablet up to three times a day");
    await field(doctor, "Instructions").fill("After meals");
    await dialogOf(doctor).getByRole("button", { name: "Complete visit" }).click();
    await expect(doctor.getByRole("alert").filter({ hasText: "is completed" })).toBeVisible();
    await expect(dialogOf(doctor)).toHaveCount(0);
    await expect(rowOf(doctor, reason)).toContainText("Completed");

    await expect(rowOf(patient, reason)).toContainText("Completed");
    for (const reader of [patient, doctor]) {
      await choose(reader, reason, "Visit details");
      const summary = dialogOf(reader).getByRole("region", { name: "Summary of the visit" });
      await expect(summary).toContainText("Cough since Monday");
      await expect(summary).toContainText("Acute bronchitis");
      await expect(summary.getByRole("listitem")).toHaveText(
        "Ibuprofen 400 mg1 tablet up to three times a dayAfter meals",
      );
    }
    await context.close();
  });
});

const long = "Dry cough since Monday, worse at night; no fever, no pain when breathing.\nSleeps badly.";
const summary = {
  complaint: long,
  findings: "Lungs clear on both sides. Throat red.\nTemperature 37.2 °C, pulse 76, oxygen 98 %.",
  assessment: "Acute bronchitis, most likely viral.",
  plan: "Rest and plenty of fluids. Come back if there is fever or if it is no better in a week.",
  prescriptions: [
    { medication: "Ibuprofen 400 mg", dosage: "1 tablet up to three times a day", instructions: "After meals" },
    { medication: "Dextromethorphan syrup 10 mg/5 ml", dosage: "10 ml at night for 5 days" },
  ],
};

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test(`form and summary at ${width} pixels are accessible in light and dark, and fit`, async ({
    page,
    browser,
    enter,
  }) => {
    await withDueCall(browser, enter, async ({ id, patientId, reason }) => {
      await enter(page, "doctor");
      await startVisit(page, id);
      await page.goto(`/appointments?period=all&patient=${patientId}`);
      await choose(page, reason, "Complete visit");
      await page.setViewportSize({ width, height });
      await field(page, "Complaint").fill(long);
      for (const [number, { medication }] of summary.prescriptions.entries()) {
        await dialogOf(page).getByRole("button", { name: "Add prescription" }).click();
        const row = dialogOf(page).getByRole("group", { name: `Prescription ${number + 1}` });
        await row.getByRole("textbox", { name: "Medication" }).fill(medication);
      }
      await dialogOf(page).getByRole("button", { name: "Complete visit" }).click();
      await expectFittingAndAccessible(page, { width, height });
      await page.keyboard.press("Escape");
      await dialogOf(page).getByRole("button", { name: "Discard it" }).click();

      await completeVisit(page, id, summary);
      await page.setViewportSize({ width: 1440, height: 900 });
      await choose(page, reason, "Visit details");
      await page.setViewportSize({ width, height });
      await expect(dialogOf(page).getByRole("region", { name: "Summary of the visit" })).toBeVisible();
      await expectFittingAndAccessible(page, { width, height });
    });
  });
}

/** Looks at the open dialog in light and dark; on a phone it fills the screen, with its buttons in sight. */
async function expectFittingAndAccessible(
  page: Page,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await expect(dialogOf(page).getByRole("button").last()).toBeInViewport({ ratio: 1 });
  if (size.width < 500) {
    expect(await dialogOf(page).boundingBox()).toMatchObject({ x: 0, y: 0, ...size });
  }
  expect(await dialogOf(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await expectAccessibleInBothSchemes(page);
}
