import { expect, test } from "./accounts.fixture.ts";
import { bookThroughApi, cancelVisit, dialogOf, freeSlotOf, newPatient, timeOf } from "./booking.fixture.ts";
import { choose } from "./dialog.fixture.ts";
import { newBookableProvider } from "./directory.fixture.ts";

test("whoever waits is offered the time that somebody gives back, and it is booked", async ({ page, enter }) => {
  await enter(page, "admin");
  const provider = await newBookableProvider(page);
  const [waiting, theirs] = [await newPatient(page), await newPatient(page)];
  const slot = await freeSlotOf(page, provider.id);
  const visit = await bookThroughApi(page, { patientId: theirs.id, slot, reason: "Given back" });
  await page.goto("/waitlist");
  await page.getByRole("button", { name: "Add to waitlist" }).click();
  const dialog = dialogOf(page);
  await dialog.getByRole("button", { name: "Add to waitlist" }).click();
  const patient = dialog.getByRole("combobox", { name: "Patient" });
  await expect(patient).toHaveAccessibleDescription("Choose the patient.");
  await patient.fill(waiting.mrn);
  await page.getByRole("option", { name: new RegExp(waiting.mrn) }).click();
  await choose(page, "Provider or specialty", provider.fullName);
  await dialog.getByRole("button", { name: "Add to waitlist" }).click();
  const row = page.getByRole("row").filter({ hasText: waiting.fullName });
  await expect(row).toContainText("Waiting");
  await expect(row).toContainText(provider.fullName);

  await cancelVisit(page, visit);
  await expect(row).toContainText("Offered", { timeout: 20_000 });
  await expect(row).toContainText(`${timeOf(slot.startsAt)} · held until`);
  await row.getByRole("button", { name: `Actions for ${waiting.fullName}` }).click();
  await page.getByRole("menuitem", { name: "Book the offered time" }).click();
  await expect(dialog).toContainText(provider.fullName);
  await dialog.getByRole("button", { name: "Book the offered time" }).click();
  await expect(page.getByRole("alert").filter({ hasText: `Booked: ${waiting.fullName}` })).toBeVisible();
  await expect(row).toHaveCount(0);

  await page.goto(`/patients/${waiting.id}/appointments`);
  const upcoming = page.getByRole("table", { name: "Upcoming appointments" }).getByRole("row");
  await expect(upcoming.filter({ hasText: provider.fullName })).toContainText(timeOf(slot.startsAt));
});
