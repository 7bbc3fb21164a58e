import type { Page } from "@playwright/test";
import { expect, test } from "./accounts.fixture.ts";
import { bookThroughApi, cancelVisit, freeSlot, newPatient, slotsOf } from "./booking.fixture.ts";

const live = (page: Page) => page.getByRole("status").filter({ hasText: /^Live$/ });

/** Half a minute passes in which somebody looks at another window. */
const lookAwayAndBack = (page: Page) =>
  page.evaluate(() => {
    const { now } = Date;
    window.dispatchEvent(new Event("blur"));
    Date.now = () => now() + 31_000;
    window.dispatchEvent(new Event("focus"));
    Date.now = now;
  });

/** In letters: digits are looked for among numbers, and not among names. */
const unique = () => [...String(Date.now())].map((digit) => "abcdefghij"[Number(digit)]).join("");

const badge = /^(Connecting|Live|Reconnecting|Offline)$/;

test("what is booked in one window appears in another, also what was booked while that one was cut off", async ({
  browser,
  page: watching,
  enter,
}) => {
  const other = await browser.newContext();
  const booking = await other.newPage();
  await enter(watching, "nurse");
  await enter(booking, "admin");
  const patient = await newPatient(booking);
  const sent: string[] = [];
  watching.on("websocket", (socket) => socket.on("framesent", ({ payload }) => sent.push(String(payload))));

  await watching.goto(`/appointments?period=upcoming&patient=${patient.id}`);
  const state = watching.getByRole("status").filter({ hasText: badge });
  await expect(state).toHaveText("Live");

  await booking.goto(`/patients/${patient.id}`);
  await booking.getByRole("button", { name: "New appointment" }).click();
  await booking.getByRole("combobox", { name: "Provider or specialty" }).click();
  await booking.getByRole("option").nth(1).click();
  await slotsOf(booking).last().check();
  await booking.getByLabel("Reason").fill("Seen from the other window");
  await booking.getByRole("button", { name: /^Book \d/ }).click();
  const row = watching.getByRole("row").filter({ hasText: "Seen from the other window" });
  await expect(row).toBeVisible();
  await expect(row).toHaveAttribute("data-changed", "true");
  await expect(row).not.toHaveAttribute("data-changed");

  await watching.context().setOffline(true);
  await expect(state).toHaveText("Offline");
  const slot = await freeSlot(booking, 6);
  await bookThroughApi(booking, { patientId: patient.id, slot, reason: "Booked while cut off" });
  await watching.waitForTimeout(1_500);
  await expect(watching.getByText("Booked while cut off")).toHaveCount(0);

  sent.length = 0;
  await watching.context().setOffline(false);
  await expect(state).toHaveText("Live");
  await expect(watching.getByRole("row").filter({ hasText: "Booked while cut off" })).toBeVisible();
  const subscriptions = sent.filter((frame) => frame.includes('"type":"subscribe"'));
  expect(subscriptions.join()).toContain('"after":"');
  await other.close();
});

test("the dashboard counts what is booked elsewhere", async ({ browser, page: watching, enter }) => {
  const other = await browser.newContext();
  const booking = await other.newPage();
  await enter(watching, "nurse");
  await enter(booking, "admin");
  await watching.goto("/");
  await expect(watching.getByRole("status").filter({ hasText: badge })).toHaveText("Live");
  const upcoming = watching.getByRole("article", { name: "Upcoming" });
  await expect(upcoming).toContainText(/\d/);
  const before = (await upcoming.textContent()) ?? "";
  const patient = await newPatient(booking);
  const slot = await freeSlot(booking, 9);
  await bookThroughApi(booking, { patientId: patient.id, slot, reason: "Counted" });
  await expect(upcoming).not.toHaveText(before);
  await other.close();
});

test("the list of patients shows who was registered elsewhere once one comes back, and once the network is back", async ({
  browser,
  page: watching,
  enter,
}) => {
  // Losing the network and coming back takes its time.
  test.setTimeout(120_000);
  const other = await browser.newContext();
  const desk = await other.newPage();
  await enter(watching, "nurse");
  await enter(desk, "admin");
  const familyName = `Underhill ${unique()}`;
  await watching.goto("/patients");
  await watching.getByRole("main").getByRole("searchbox").fill(familyName);
  await expect(watching.getByText("No patient matches")).toBeVisible();
  await expect(live(watching)).toBeVisible();
  const rows = watching.getByRole("row").filter({ hasText: familyName });
  await newPatient(desk, familyName);
  await lookAwayAndBack(watching);
  await expect(rows).toHaveCount(1);

  await watching.context().setOffline(true);
  await expect(live(watching)).toHaveCount(0);
  await newPatient(desk, `${familyName} Second`);
  await watching.context().setOffline(false);
  await expect(live(watching)).toBeVisible({ timeout: 30_000 });
  await expect(rows).toHaveCount(2);

  await other.close();
});

test("the calendar shows what is booked and called off in another window", async ({
  browser,
  page: watching,
  enter,
}) => {
  const other = await browser.newContext();
  const desk = await other.newPage();
  await enter(watching, "nurse");
  await enter(desk, "admin");
  const patient = await newPatient(desk);
  const slot = await freeSlot(desk, 12);
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York", dateStyle: "short" });
  await watching.goto(`/calendar?view=day&provider=${slot.provider.id}&day=${day.format(new Date(slot.startsAt))}`);
  await expect(live(watching)).toBeVisible();
  const visit = watching.getByRole("button", { name: new RegExp(`–.*${patient.fullName}`) });
  await expect(visit).toHaveCount(0);
  const id = await bookThroughApi(desk, { patientId: patient.id, slot, reason: "Seen in the calendar" });
  await expect(visit).toBeVisible();
  await cancelVisit(desk, id);
  await expect(visit).toHaveCount(0);
  await other.close();
});
