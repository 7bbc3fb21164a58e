import type { Browser, Page } from "@playwright/test";
import { expectAccessibleInBothSchemes } from "./access.fixture.ts";
import { expect, test } from "./accounts.fixture.ts";
import { cancelVisit } from "./booking.fixture.ts";
import { bookVideoVisit, expectMoving, joinAddress } from "./video.fixture.ts";
import { demoDoctor, setHours } from "./visit.fixture.ts";

// Three people at work, hours that take a moment to arrive, and pictures that are coded without a graphics card.
test.describe.configure({ timeout: 360_000 });

type Enter = (page: Page, account: "admin" | "doctor" | "patient") => Promise<void>;

interface Meeting {
  readonly id: string;
  readonly patient: Page;
  readonly doctor: Page;
  readonly admin: Page;
}

/** A video visit that starts in a moment, and both who meet in it, each in a browser of their own. */
async function withVideoVisit(
  browser: Browser,
  enter: Enter,
  work: (meeting: Meeting) => Promise<void>,
): Promise<void> {
  const open = async (account: "admin" | "doctor" | "patient") => {
    const context = await browser.newContext({ locale: "en-US" });
    await context.addInitScript(smallPictures);
    const page = await context.newPage();
    await enter(page, account);
    return page;
  };
  const [admin, doctor, patient] = [await open("admin"), await open("doctor"), await open("patient")];
  const { id: doctorId, weeklyHours } = await demoDoctor(admin);
  await setHours(admin, doctorId);
  try {
    const id = await bookVideoVisit(admin, doctor, doctorId);
    try {
      await work({ id, patient, doctor, admin });
    } finally {
      await cancelVisit(admin, id);
    }
  } finally {
    await setHours(admin, doctorId, weeklyHours);
    for (const page of [admin, doctor, patient]) await page.context().close();
  }
}

/** What is tried here is whether pictures come through; large ones keep a machine without a graphics card busy. */
function smallPictures(): void {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  const open = devices?.getUserMedia.bind(devices);
  if (open) {
    devices.getUserMedia = (wanted) =>
      open({ ...wanted, ...(wanted?.video ? { video: { width: 320, height: 180 } } : {}) });
  }
}

const button = (page: Page, name: string) => page.getByRole("button", { name });
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });
const remote = (page: Page) => page.getByLabel(/^Video of /);

async function goIn(page: Page, id: string, enterButton: string): Promise<void> {
  await page.goto(`/visit/${id}`);
  await expectMoving(page.getByLabel("Your own video"));
  await button(page, enterButton).click();
}

/** Both are in the visit, and see each other. */
async function meet({ id, patient, doctor }: Meeting): Promise<void> {
  await goIn(patient, id, "Enter the waiting room");
  await expect(heading(patient, "You are in the waiting room")).toBeVisible();
  await goIn(doctor, id, "Enter the room");
  await expect(heading(doctor, / is waiting$/)).toBeVisible();
  await button(doctor, "Let them in").click();
  await Promise.all([expectMoving(remote(patient)), expectMoving(remote(doctor))]);
}

test("a patient waits, the doctor lets them in, and both see each other until one leaves", async ({
  browser,
  enter,
}) => {
  await withVideoVisit(browser, enter, async (meeting) => {
    const { patient, doctor } = meeting;
    await meet(meeting);
    for (const page of [patient, doctor]) await expect(page.getByText("Connected", { exact: true })).toBeVisible();

    await button(patient, "Turn the camera off").click();
    await button(patient, "Mute").click();
    await expect(button(patient, "Unmute")).toBeVisible();
    await button(patient, "Turn the camera on").click();

    // A reload is no new wait: the doctor let this patient in.
    await patient.reload();
    await button(patient, "Enter the waiting room").click();
    await Promise.all([expectMoving(remote(patient)), expectMoving(remote(doctor))]);

    await button(patient, "Leave the visit").click();
    await expect(patient.getByText("You left the visit")).toBeVisible();
    await expect(heading(doctor, / is not here yet$/)).toBeVisible();
    await button(patient, "Come back").click();
    await button(patient, "Enter the waiting room").click();
    await expect(heading(patient, "You are in the waiting room")).toBeVisible();
    await expect(heading(doctor, / is waiting$/)).toBeVisible();
  });
});

test("a connection that breaks comes back by itself", async ({ browser, enter }) => {
  await withVideoVisit(browser, enter, async (meeting) => {
    const { patient, doctor } = meeting;
    await meet(meeting);
    await doctor.context().setOffline(true);
    await doctor.waitForTimeout(3_000);
    await doctor.context().setOffline(false);
    await Promise.all([expectMoving(remote(patient)), expectMoving(remote(doctor))]);
    await expect(doctor.getByText("Connected", { exact: true })).toBeVisible({ timeout: 30_000 });
  });
});

test("a link that expired, was cut off or is somebody else's opens nothing, and says what to do", async ({
  browser,
  enter,
}) => {
  await withVideoVisit(browser, enter, async ({ id, patient, doctor, admin }) => {
    const ofPatient = (await joinAddress(patient, id)) ?? "";
    const ofDoctor = (await joinAddress(doctor, id)) ?? "";
    expect(await joinAddress(admin, id)).toBeNull();

    // Cut off: a new one is a click away.
    await patient.goto(ofPatient.slice(0, -8));
    await button(patient, "Enter the waiting room").click();
    await expect(patient.getByText("This link is not complete")).toBeVisible();
    await button(patient, "Get a new link").click();
    await button(patient, "Enter the waiting room").click();
    await expect(heading(patient, "You are in the waiting room")).toBeVisible();

    // The doctor's, in the patient's hands.
    await patient.goto("/appointments");
    await patient.goto(ofDoctor);
    await button(patient, "Enter the waiting room").click();
    await expect(patient.getByText("You cannot enter this room")).toBeVisible();

    // Somebody of the clinic who is no side of the visit.
    await admin.goto(ofPatient);
    await button(admin, "Enter the waiting room").click();
    await expect(admin.getByText("You cannot enter this room")).toBeVisible();
  });
});

test("a visit that is opened in a second window goes on there", async ({ browser, enter }) => {
  await withVideoVisit(browser, enter, async ({ id, patient }) => {
    await goIn(patient, id, "Enter the waiting room");
    const second = await patient.context().newPage();
    await goIn(second, id, "Enter the waiting room");
    await expect(heading(second, "You are in the waiting room")).toBeVisible();
    await expect(patient.getByText("This visit is open in another window")).toBeVisible();
    await button(patient, "Use this window").click();
    await button(patient, "Enter the waiting room").click();
    await expect(heading(patient, "You are in the waiting room")).toBeVisible();
    await expect(second.getByText("This visit is open in another window")).toBeVisible();
  });
});

test("without leave to use the camera the page says how to give it", async ({ browser, enter }) => {
  await withVideoVisit(browser, enter, async ({ id, patient }) => {
    await patient.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    });
    await patient.goto(`/visit/${id}`);
    await expect(patient.getByRole("alert")).toContainText("Allow camera and microphone for this page");
    await expect(button(patient, "Enter the waiting room")).toBeDisabled();
  });
});

for (const [width, height] of [
  [1280, 800],
  [390, 844],
] as const) {
  test(`door, waiting room and visit at ${width} pixels are accessible in light and dark, and fit`, async ({
    browser,
    enter,
  }) => {
    await withVideoVisit(browser, enter, async (meeting) => {
      const { id, patient, doctor } = meeting;
      for (const page of [patient, doctor]) await page.setViewportSize({ width, height });
      await patient.goto(`/visit/${id}`);
      await expectMoving(patient.getByLabel("Your own video"));
      await expectFittingAndAccessible(patient);
      await button(patient, "Enter the waiting room").click();
      await expect(heading(patient, "You are in the waiting room")).toBeVisible();
      await expectFittingAndAccessible(patient);
      await goIn(doctor, id, "Enter the room");
      await expect(heading(doctor, / is waiting$/)).toBeVisible();
      await expectFittingAndAccessible(doctor);
      await button(doctor, "Let them in").click();
      await Promise.all([expectMoving(remote(patient)), expectMoving(remote(doctor))]);
      await expect(patient.getByText("Connected", { exact: true })).toBeVisible();
      await expectFittingAndAccessible(patient);
      await expect(button(patient, "Leave the visit")).toBeInViewport({ ratio: 1 });
    });
  });
}

async function expectFittingAndAccessible(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await expectAccessibleInBothSchemes(page);
}
