import type { Page } from "@playwright/test";
import { expectAccessible } from "./access.fixture.ts";
import { expect, test } from "./accounts.fixture.ts";
import { dialogOf, newPatient } from "./booking.fixture.ts";
import { bookDueCall, demoDoctor, demoPatient, setHours } from "./visit.fixture.ts";

test.describe.configure({ timeout: 120_000 });

test("a patient is registered with what is wrong said at its field, is found by birth date, and who looks like them is told", async ({
  page,
  enter,
}) => {
  await enter(page, "admin");
  // In letters: digits are looked for among numbers, and not among names.
  const unique = [...String(Date.now())].map((digit) => "abcdefghij"[Number(digit)]).join("");
  const familyName = `Quartermain ${unique}`;
  await page.goto("/patients");
  await page.getByRole("button", { name: "Add patient" }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Given name").fill("Robin");
  await dialog.getByLabel("Phone").fill("617 555 0100");
  await dialog.getByRole("button", { name: "Add patient" }).click();
  await expect(dialog.getByLabel("Family name")).toHaveAccessibleDescription("Fill this in.");
  await expect(dialog.getByLabel("Phone")).toHaveAccessibleDescription(/country's code/);
  await expectAccessible(page);
  await dialog.getByLabel("Family name").fill(familyName);
  await dialog.getByLabel("Date of birth").fill("1984-05-17");
  await dialog.getByLabel("Phone").fill("+1 617 555 0143");
  // What was typed is there after a reload.
  await page.waitForTimeout(600);
  page.once("dialog", (question) => void question.accept());
  await page.reload();
  await page.getByRole("button", { name: "Add patient" }).click();
  await expect(dialog.getByLabel("Family name")).toHaveValue(familyName);
  await dialog.getByRole("button", { name: "Add patient" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Robin ${familyName}` })).toBeVisible();

  await page.goto("/patients");
  await page.getByRole("main").getByRole("searchbox").fill(`5/17/1984 ${unique}`);
  await expect(page.getByRole("link", { name: `Robin ${familyName}` })).toBeVisible();
  await page.getByRole("button", { name: "Add patient" }).click();
  await dialog.getByLabel("Given name").fill("Robin");
  await dialog.getByLabel("Family name").fill(familyName);
  await dialog.getByLabel("Date of birth").fill("1984-05-17");
  await expect(dialog.getByRole("status").filter({ hasText: "is registered already" })).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.getByRole("button", { name: "Discard it" }).click();
});

test("files are sent, checked and listed; what is not what it says is rejected", async ({ page, enter }) => {
  await enter(page, "nurse");
  const { id } = await newPatient(page);
  await page.goto(`/patients/${id}/documents`);
  await page.getByTestId("files").setInputFiles([
    { name: "Referral.txt", mimeType: "text/plain", buffer: Buffer.from("Referral to cardiology") },
    { name: "Results.pdf", mimeType: "application/pdf", buffer: Buffer.from("no PDF at all") },
  ]);
  const uploads = page.getByRole("list", { name: "Files on their way" });
  await expect(uploads.getByRole("listitem").filter({ hasText: "Referral.txt" })).toContainText("Added to the record");
  await expect(uploads.getByRole("listitem").filter({ hasText: "Results.pdf" })).toContainText(
    "Not what its name says",
  );
  await expectAccessible(page);
  await page.getByRole("button", { name: "Actions for Referral.txt" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("Referral.txt");
});

test("a doctor's note outlives a reload and a cut network, is signed, and an allergy stands above every part", async ({
  page,
  browser,
  enter,
}) => {
  const context = await browser.newContext();
  const admin = await context.newPage();
  await enter(admin, "admin");
  const { id: doctorId, weeklyHours } = await demoDoctor(admin);
  await setHours(admin, doctorId);
  try {
    const call = await bookDueCall(admin, doctorId);
    await enter(page, "doctor");
    await page.goto(`/consultations/${call.id}`);
    const note = page.getByRole("textbox", { name: "Visit note" });
    await note.fill("Cough for a week");
    await expect(page.getByText("Draft saved")).toBeVisible();
    await page.context().setOffline(true);
    await note.fill("Cough for a week, worse at night");
    await expect(page.getByText("Kept on this device", { exact: true })).toBeVisible({ timeout: 30_000 });
    await page.context().setOffline(false);
    await expect(page.getByText("Draft saved")).toBeVisible({ timeout: 20_000 });
    await page.reload();
    await expect(note).toHaveValue("Cough for a week, worse at night");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Sign note" }).click();
    await dialogOf(page).getByRole("button", { name: "Sign note" }).click();
    await expect(page.getByRole("region", { name: "Notes of this visit" })).toContainText("worse at night");

    await page.getByRole("button", { name: "Add an allergy" }).click();
    await dialogOf(page).getByLabel("Allergy").fill(`Latex ${Date.now()}`);
    await dialogOf(page).getByRole("textbox", { name: "Code" }).fill("300916003");
    await dialogOf(page).getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("region", { name: "Allergies" })).toContainText("Latex");
  } finally {
    await setHours(admin, doctorId, weeklyHours);
    await context.close();
  }
});

test("the board moves a visit on in every window at once", async ({ page: desk, browser, enter }) => {
  const context = await browser.newContext();
  const wall = await context.newPage();
  await enter(wall, "admin");
  const { id: doctorId, weeklyHours } = await demoDoctor(wall);
  await setHours(wall, doctorId);
  try {
    const call = await bookDueCall(wall, doctorId);
    await enter(desk, "nurse");
    await wall.goto("/board");
    await desk.goto("/board");
    const visit = (page: Page) => page.getByRole("listitem").filter({ hasText: call.reason });
    await expect(visit(wall)).toContainText("Booked");
    await expect(wall.getByRole("status").filter({ hasText: /^Live$/ })).toBeVisible();
    await visit(desk)
      .getByRole("button", { name: /^Check in/ })
      .click();
    await expect(visit(wall)).toContainText("Checked in");
    await expect(visit(wall)).toContainText("since");
    await expectAccessible(desk);
    await visit(desk)
      .getByRole("button", { name: /^Start visit/ })
      .click();
    await expect(visit(wall)).toContainText("In progress");
  } finally {
    await setHours(wall, doctorId, weeklyHours);
    await context.close();
  }
});

test("every part of a patient's page can be reached and read by everybody", async ({ page, enter }) => {
  await enter(page, "admin");
  const id = await demoPatient(page);
  await page.goto(`/patients/${id}`);
  const parts = page.getByRole("navigation", { name: "Parts of the record" }).getByRole("link");
  await expect(parts.first()).toBeVisible();
  await page.emulateMedia({ reducedMotion: "reduce" });
  const names = await parts.allTextContents();
  for (const [index, name] of names.entries()) {
    await parts.nth(index).click();
    await expect(parts.nth(index)).toHaveAttribute("aria-current", "page");
    await page.waitForLoadState("networkidle");
    await test.step(name, () => expectAccessible(page));
  }
  expect(names).toHaveLength(10);
});
