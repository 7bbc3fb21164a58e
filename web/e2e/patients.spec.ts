import { expect, test } from "./accounts.fixture.ts";
import { bookThroughApi, dialogOf, freeSlotOf, newPatient } from "./booking.fixture.ts";
import { choose, field, press } from "./dialog.fixture.ts";
import { ownName } from "./directory.fixture.ts";
import { demoDoctor } from "./visit.fixture.ts";

// Who may see whom is heard a moment later, each time.
test.describe.configure({ timeout: 120_000 });

test("who pays for a patient is written down, one at a time of each priority, and ended", async ({ page, enter }) => {
  await enter(page, "staff");
  const { id } = await newPatient(page);
  await page.goto(`/patients/${id}`);
  const card = page.getByRole("region", { name: "Coverage" });
  await card.getByRole("button", { name: "Add coverage" }).click();
  await press(page, "Add");
  await expect(dialogOf(page).getByRole("combobox", { name: "Payer" })).toHaveAccessibleDescription("Fill this in.");
  await choose(page, "Payer", "Beacon Mutual");
  await field(page, "Plan").fill("Silver");
  await field(page, "Member number").fill("BM-204417");
  await press(page, "Add");
  const beacon = card.getByRole("listitem").filter({ hasText: "Beacon Mutual" });
  await expect(beacon).toContainText("Silver");
  await expect(beacon).toContainText("Primary · Member BM-204417");
  await expect(beacon).toContainText("Current");

  await card.getByRole("button", { name: "Add coverage" }).click();
  await choose(page, "Payer", "Northfield Insurance");
  await press(page, "Add");
  await expect(dialogOf(page)).toContainText("another coverage of this priority");
  await dialogOf(page).getByText("Secondary").click();
  await press(page, "Add");
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(card.getByRole("listitem").filter({ hasText: "Northfield Insurance" })).toContainText("Secondary");

  await beacon.getByRole("button", { name: "Actions for Beacon Mutual" }).click();
  await page.getByRole("menuitem", { name: "End coverage" }).click();
  await press(page, "End coverage");
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(beacon).not.toContainText("Since");
});

test("a doctor whom the patient refuses does not see the record any more, until the patient permits it again", async ({
  page: desk,
  browser,
  enter,
}) => {
  const context = await browser.newContext();
  const doctor = await context.newPage();
  await enter(desk, "admin");
  await enter(doctor, "doctor");
  const { id, fullName } = await newPatient(desk);
  const slot = await freeSlotOf(desk, (await demoDoctor(desk)).id);
  await bookThroughApi(desk, { patientId: id, slot, reason: "Blood pressure" });
  const heading = doctor.getByRole("heading", { level: 1 });
  // Of a visit, or of what a patient says, it is heard a moment later who may see them.
  const expectToSee = (title: string) =>
    expect(async () => {
      await doctor.goto(`/patients/${id}`);
      await expect(heading).toHaveText(title, { timeout: 3_000 });
    }).toPass({ timeout: 30_000 });
  await expectToSee(fullName);

  await desk.goto(`/patients/${id}/access`);
  await desk.getByRole("button", { name: "Record a consent" }).click();
  await dialogOf(desk).getByRole("combobox", { name: "What it is about" }).click();
  await desk.getByRole("option", { name: "Access of one provider" }).click();
  await press(desk, "Record");
  const provider = dialogOf(desk).getByRole("combobox", { name: "Provider" });
  await expect(provider).toHaveAccessibleDescription("Fill this in.");
  await provider.fill(slot.provider.fullName);
  await desk.getByRole("option", { name: new RegExp(`^${slot.provider.fullName}`) }).click();
  await dialogOf(desk).getByText("Refuses it").click();
  await press(desk, "Record");
  const consent = desk.getByRole("list", { name: "Consents" }).getByRole("listitem").first();
  await expect(consent).toContainText("Refused");
  await expectToSee("We could not find this patient");

  await desk.getByRole("button", { name: `Change: Access of ${slot.provider.fullName}` }).click();
  await press(desk, "Record");
  await expect(consent).toContainText("Permitted");
  await expect(consent).toContainText("1 earlier decision");
  await expectToSee(fullName);
  await context.close();
});

test("two records of one person are merged, and stand for themselves again when that is undone", async ({
  page,
  enter,
}) => {
  await enter(page, "admin");
  const familyName = ownName("Fairweather");
  const [kept, merged] = [await newPatient(page, familyName), await newPatient(page, familyName)];
  const slot = await freeSlotOf(page, (await demoDoctor(page)).id, 4);
  await bookThroughApi(page, { patientId: merged.id, slot, reason: "Booked for the second record" });
  await page.goto(`/patients/${kept.id}/duplicates`);
  const candidate = page
    .getByRole("list", { name: "Possible duplicates" })
    .getByRole("listitem")
    .filter({ hasText: merged.mrn });
  await expect(candidate).toContainText("Same name · Same date of birth");
  await candidate.getByRole("button", { name: `Compare with ${merged.fullName}` }).click();
  const mrns = dialogOf(page).getByRole("row").filter({ hasText: kept.mrn }).getByRole("cell");
  await expect(mrns).toHaveText([kept.mrn, merged.mrn]);
  await press(page, "Merge");
  const reason = field(page, "Reason");
  await expect(reason).toHaveAccessibleDescription("Fill this in.");
  await reason.fill("The same person was registered twice");
  await press(page, "Merge");
  const record = page.getByRole("list", { name: "Merged records" }).getByRole("listitem");
  await expect(record).toContainText(merged.mrn);
  await expect(record).toContainText("The same person was registered twice");
  await expect(candidate).toHaveCount(0);

  // What leads to the one leads to the other, which has the visits of both.
  const visit = page.getByRole("row").filter({ hasText: "Booked for the second record" });
  await expect(async () => {
    await page.goto(`/patients/${merged.id}/appointments`);
    await expect(page.getByText(`MRN ${kept.mrn}`)).toBeVisible({ timeout: 2_000 });
    await expect(visit).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });

  await page.goto(`/patients/${kept.id}/duplicates`);
  await record.getByRole("button", { name: `Undo merge: ${merged.fullName}` }).click();
  await field(page, "Reason").fill("They are twins with one name");
  await press(page, "Undo merge");
  await expect(record).toHaveCount(0);
  await expect(candidate).toBeVisible();
  await expect(async () => {
    await page.goto(`/patients/${merged.id}/appointments`);
    await expect(page.getByText(`MRN ${merged.mrn}`)).toBeVisible({ timeout: 2_000 });
    await expect(visit).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
});
