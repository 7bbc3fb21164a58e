import type { Page } from "@playwright/test";
import { expect, test } from "./accounts.fixture.ts";
import { command, dialogOf } from "./booking.fixture.ts";
import { choose, field, press } from "./dialog.fixture.ts";
import { dayFromNow, newProvider, ownName } from "./directory.fixture.ts";
import { seePatient } from "./visit.fixture.ts";

// A visit takes place before anybody says what they think of it.
test.describe.configure({ timeout: 120_000 });

const notice = (page: Page, text: string) => page.getByRole("alert").filter({ hasText: text });

test("an applicant is reviewed by somebody else than who applied for them, and can be booked once there are hours", async ({
  page: desk,
  browser,
  enter,
}) => {
  const familyName = ownName("Middleton");
  const fullName = `Morgan ${familyName}`;
  const context = await browser.newContext();
  const admin = await context.newPage();
  await enter(desk, "staff");
  await enter(admin, "admin");
  await desk.goto("/providers/applications");
  await desk.getByRole("button", { name: "New application" }).click();
  await field(desk, "Given name").fill("Morgan");
  await press(desk, "Submit application");
  await expect(field(desk, "Family name")).toHaveAccessibleDescription("Fill this in.");
  await field(desk, "Family name").fill(familyName);
  await field(desk, "E-mail").fill("morgan.middleton@example.com");
  await choose(desk, "Specialties", "Neurology");
  // More of them can be chosen until one goes on.
  await desk.keyboard.press("Tab");
  await press(desk, "Add credential");
  const credential = dialogOf(desk).getByRole("group", { name: "Credential 1" });
  await credential.getByRole("textbox", { name: "Number" }).fill(`MA-${Date.now()}`);
  await credential.getByRole("textbox", { name: "Issuer" }).fill("Massachusetts Board of Medicine");
  await credential.getByLabel("Valid from").fill("2020-05-02");
  await credential.getByLabel("Expires on").fill(dayFromNow(400));
  await press(desk, "Submit application");
  await expect(desk.getByRole("heading", { level: 1, name: fullName })).toBeVisible();
  await desk.getByRole("button", { name: "Start review" }).click();
  await press(desk, "Start review");
  await expect(dialogOf(desk).getByRole("alert")).toContainText("Somebody else has to review it.");

  await admin.goto(desk.url());
  // The app is loaded for the first time.
  await admin.getByRole("button", { name: "Start review" }).click({ timeout: 30_000 });
  await press(admin, "Start review");
  await admin.getByRole("button", { name: "Approve" }).click();
  await press(admin, "Approve");
  await expect(notice(admin, `Approved: ${fullName} is a provider now`)).toBeVisible();
  await admin.getByRole("link", { name: `Open profile: ${fullName}` }).click();
  const head = admin.getByRole("heading", { level: 1, name: fullName }).locator("xpath=ancestor::header");
  await expect(head).toContainText("Active");
  await expect(admin.getByRole("region", { name: "Credentials" })).toContainText("Medical licence");

  await admin.getByRole("link", { name: "Edit availability" }).click();
  await admin.getByRole("button", { name: "Add hours on Monday" }).click();
  await admin.getByLabel("Monday: Begins").fill("09:00");
  await admin.getByLabel("Monday: Ends").fill("12:00");
  await admin.getByRole("button", { name: "Save hours" }).click();
  await expect(notice(admin, "The hours are saved")).toBeVisible();
  const free = admin.getByRole("region", { name: "Free times" });
  await free.getByLabel("Day").fill(mondayToCome());
  // The hours arrive a moment later where visits are booked.
  await expect(async () => {
    await admin.reload();
    await free.getByLabel("Day").fill(mondayToCome());
    await expect(free.getByText("9:00 AM", { exact: true })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await context.close();
});

/** One that is not today anywhere. */
function mondayToCome(): string {
  const [monday] = Array.from({ length: 7 }, (_, index) => dayFromNow(2 + index)).filter(
    (day) => new Date(day).getUTCDay() === 1,
  );
  return monday ?? "";
}

test("a credential that is about to expire is renewed, and its history keeps what it was", async ({ page, enter }) => {
  await enter(page, "admin");
  const { id, fullName } = await newProvider(page);
  const number = `BC-${Date.now()}`;
  await command(page, "addProviderCredential", {
    ...{ providerId: id, kind: "BOARD_CERTIFICATION", number, issuer: "Board of Neurology" },
    ...{ issuedOn: "2020-05-02", expiresOn: dayFromNow(30) },
  });
  await page.goto(`/providers/${id}`);
  await expect(page.getByRole("heading", { level: 1, name: fullName })).toBeVisible();
  const entry = page.getByRole("region", { name: "Credentials" }).getByRole("listitem").filter({ hasText: number });
  await expect(entry).toContainText(/Expires in \d+ days/);
  const actions = entry.getByRole("button", { name: "Actions for Board certification" });
  await actions.click();
  await page.getByRole("menuitem", { name: "Renew" }).click();
  const until = dialogOf(page).getByLabel("Now expires on");
  await until.fill(dayFromNow(20));
  await press(page, "Renew");
  await expect(until).toHaveAccessibleDescription(/before/);
  await until.fill(dayFromNow(700));
  await press(page, "Renew");
  await expect(notice(page, "The credential was renewed")).toBeVisible();
  await expect(entry).toContainText("Valid");
  await expect(entry).not.toContainText("Expires in");
  await actions.click();
  await page.getByRole("menuitem", { name: "History" }).click();
  await expect(dialogOf(page).getByRole("listitem")).toHaveCount(2);
});

test("what a patient writes is shown once it was read, and is taken away again for a reason", async ({
  page: admin,
  browser,
  enter,
}) => {
  const feedback = `Listened to me, and explained what helps ${Date.now()}`;
  const [practice, home] = [await browser.newContext(), await browser.newContext()];
  const [doctor, patient] = [await practice.newPage(), await home.newPage()];
  await enter(admin, "admin");
  await enter(doctor, "doctor");
  await enter(patient, "patient");
  const { id } = await seePatient(admin, doctor);
  await command(patient, "rateProvider", { appointmentId: id, score: 5, feedback });
  await Promise.all([practice.close(), home.close()]);

  const entry = admin.getByRole("listitem").filter({ hasText: feedback });
  await admin.goto("/providers/ratings");
  await entry.getByRole("button", { name: /^Publish/ }).click();
  await expect(dialogOf(admin)).toContainText(feedback);
  await press(admin, "Publish");
  await expect(notice(admin, "The rating is published")).toBeVisible();
  await expect(entry).toHaveCount(0);

  await admin.goto("/providers/ratings?status=PUBLISHED");
  await entry.getByRole("button", { name: /^Reject/ }).click();
  await field(admin, "Reason").fill("Too short");
  await press(admin, "Reject");
  await expect(field(admin, "Reason")).toBeFocused();
  await field(admin, "Reason").fill("It names what somebody else was treated for");
  await press(admin, "Reject");
  await expect(notice(admin, "The rating is rejected")).toBeVisible();
  await expect(entry).toHaveCount(0);

  await admin.goto("/providers/ratings?status=REJECTED");
  await expect(entry).toContainText("Rejected: It names what somebody else was treated for");
});
