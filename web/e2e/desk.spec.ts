import type { Page } from "@playwright/test";
import { expect, test } from "./accounts.fixture.ts";
import {
  askApi,
  bookThroughApi,
  dayOf,
  dialogOf,
  type FreeSlot,
  freeSlot,
  newPatient,
  slotsOf,
  timeOf,
} from "./booking.fixture.ts";

const blockOf = (page: Page, name: string) => page.getByRole("button", { name: new RegExp(`–.*${name}`) });

/** A visit of somebody new at the given place of the first provider's free times, in the calendar of its day. */
async function visitInCalendar(page: Page, place: number) {
  const patient = await newPatient(page);
  const slot = await freeSlot(page, place);
  await bookThroughApi(page, { patientId: patient.id, slot, reason: "Check-up" });
  await page.goto(`/calendar?view=day&provider=${slot.provider.id}&day=${dayOf(slot.startsAt)}`);
  await expect(blockOf(page, patient.fullName)).toBeVisible();
  return { patient, slot };
}

/** Another free time of the same provider on the same day. */
async function otherTime(page: Page, slot: FreeSlot): Promise<string> {
  const from = new Date(slot.startsAt);
  const { availableSlots } = await askApi<{ availableSlots: readonly { readonly startsAt: string }[] }>(
    page,
    "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }",
    {
      input: {
        providerId: slot.provider.id,
        visitType: "IN_PERSON",
        from: new Date(from.getTime() - 10 * 3_600_000).toISOString(),
        to: new Date(from.getTime() + 12 * 3_600_000).toISOString(),
        first: 200,
      },
    },
  );
  const other = availableSlots.findLast(({ startsAt }) => dayOf(startsAt) === dayOf(slot.startsAt));
  if (other === undefined) {
    throw new Error("The day has no other free time.");
  }
  return other.startsAt;
}

test("a visit is dragged to a free time, and says before what stands against others", async ({ page, enter }) => {
  await enter(page, "admin");
  const { patient, slot } = await visitInCalendar(page, 6);
  const to = await otherTime(page, slot);
  const block = blockOf(page, patient.fullName);
  await block.scrollIntoViewIfNeeded();
  const from = await block.boundingBox();
  if (from === null) {
    throw new Error("The visit has no place on the screen.");
  }
  // Half an hour is 52 pixels high.
  const distance = ((Date.parse(to) - Date.parse(slot.startsAt)) / 1_800_000) * 52;
  await page.mouse.move(from.x + 40, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 44, from.y + 26, { steps: 4 });
  await expect(page.getByText("Not a free time of this provider").or(page.getByText(/is there then/))).toBeVisible();
  await page.mouse.move(from.x + 44, from.y + 8 + distance, { steps: 8 });
  await expect(page.getByText("Free: let go to move it here")).toBeVisible();
  await page.mouse.up();
  await dialogOf(page)
    .getByRole("button", { name: `Move to ${timeOf(to)}` })
    .click();
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: new RegExp(`^${timeOf(to)} –.*${patient.fullName}`) })).toBeVisible();
});

test("the same is done by keyboard alone", async ({ page, enter }) => {
  await enter(page, "admin");
  const { patient, slot } = await visitInCalendar(page, 8);
  await blockOf(page, patient.fullName).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu");
  await expect(menu).toBeVisible();
  await page.keyboard.press("r");
  await expect(menu.getByRole("menuitem", { name: "Reschedule" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialogOf(page)).toBeVisible();
  const free = slotsOf(page).and(page.locator(":enabled"));
  await expect(free.first()).toBeVisible();
  await free.first().focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(page.getByText(new RegExp(`^Moved: ${patient.fullName}`))).toBeVisible();
  expect(slot.provider.fullName).not.toBe("");
});

test("hours are saved for the week, and are there when one comes back", async ({ page, enter }) => {
  await enter(page, "admin");
  const { providers } = await askApi<{ providers: { nodes: readonly { id: string }[] } }>(
    page,
    "{ providers(first: 1, filter: { status: ACTIVE }, orderBy: NAME_DESC) { nodes { id } } }",
    {},
  );
  await page.goto(`/providers/${providers.nodes[0]?.id}/availability`);
  const sunday = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Sunday" }) });
  const save = page.getByRole("button", { name: "Save hours" });
  await sunday.getByRole("button", { name: "Add hours on Sunday" }).click();
  await page.getByLabel("Sunday: Begins").fill("06:00");
  await page.getByLabel("Sunday: Ends").fill("05:00");
  await save.click();
  await expect(page.getByText("It ends before it begins.")).toBeVisible();
  await page.getByLabel("Sunday: Ends").fill("07:00");
  await save.click();
  await expect(page.getByText("The hours are saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Sunday: Begins")).toHaveValue("06:00");
  await sunday.getByRole("button", { name: /^Remove 6:00.AM to 7:00.AM on Sunday$/ }).click();
  await save.click();
  await expect(page.getByText("The hours are saved")).toBeVisible();
});
