import { expect, type Locator, type Page } from "@playwright/test";
import { settle } from "../e2e/settle.fixture.ts";
import { bookkeeping as arBookkeeping } from "../src/lib/i18n/ar.bookkeeping.ts";
import { calendar as arCalendar } from "../src/lib/i18n/ar.calendar.ts";
import { directory as arDirectory } from "../src/lib/i18n/ar.directory.ts";
import { frame as arFrame } from "../src/lib/i18n/ar.frame.ts";
import { record as arRecord } from "../src/lib/i18n/ar.record.ts";
import { ar } from "../src/lib/i18n/ar.ts";
import { visitRoom as arVisitRoom } from "../src/lib/i18n/ar.visit-room.ts";
import { bookkeeping } from "../src/lib/i18n/en.bookkeeping.ts";
import { calendar } from "../src/lib/i18n/en.calendar.ts";
import { directory } from "../src/lib/i18n/en.directory.ts";
import { frame } from "../src/lib/i18n/en.frame.ts";
import { record } from "../src/lib/i18n/en.record.ts";
import { en } from "../src/lib/i18n/en.ts";
import { visitRoom } from "../src/lib/i18n/en.visit-room.ts";
import {
  applied,
  doctorAmongProviders,
  drafted,
  licensed,
  type Occasion,
  overdue,
  owed,
  paid,
  prepaid,
  recordOf,
  repeated,
  taken,
  underWay,
  video,
  withdrawn,
} from "./occasion.list.ts";

export type Language = "en" | "ar";

const catalogues = {
  common: { en: [frame, en], ar: [arFrame, ar] },
  bookkeeping: { en: [bookkeeping], ar: [arBookkeeping] },
  calendar: { en: [calendar], ar: [arCalendar] },
  directory: { en: [directory], ar: [arDirectory] },
  record: { en: [record], ar: [arRecord] },
  visitRoom: { en: [visitRoom], ar: [arVisitRoom] },
} as const satisfies Record<string, Record<Language, readonly object[]>>;

type Area = keyof typeof catalogues;

/** Presses what has these texts, in whichever language the page is. */
export interface Hand {
  readonly page: Page;
  readonly language: Language;
  /** A text with the keys `area:path.to.text`, in which names may stand. */
  readonly text: (key: `${Area}:${string}`) => RegExp;
  readonly button: (key: `${Area}:${string}`) => Promise<void>;
  readonly item: (key: `${Area}:${string}`) => Promise<void>;
}

type Steps = (hand: Hand) => Promise<void>;

export type Account = "admin" | "staff" | "nurse" | "doctor" | "patient";

export interface View {
  readonly name: string;
  /** Nobody is signed in where there is none. */
  readonly account?: Account;
  /** Where it is, or what has to happen before it is anywhere. */
  readonly path: string | Occasion;
  /** From the page at `path` to what is to be seen. */
  readonly steps?: Steps | undefined;
}

export function handOf(page: Page, language: Language): Hand {
  const text: Hand["text"] = (key) => {
    const [area, path] = key.split(":") as [Area, string];
    for (const catalogue of catalogues[area][language]) {
      const found = path
        .split(".")
        .reduce<unknown>((section, step) => (section as Record<string, unknown> | undefined)?.[step], catalogue);
      if (typeof found === "string") {
        const escaped = found.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
        return new RegExp(`^${escaped.replace(/\{\{[^}]*\}\}/g, ".*")}$`, "u");
      }
    }
    throw new Error(`There is no text ${key}.`);
  };
  const press = async (found: Locator) => found.first().click();
  return {
    page,
    language,
    text,
    button: async (key) => press(page.locator("main, header").getByRole("button", { name: text(key) })),
    item: async (key) => press(page.getByRole("menuitem", { name: text(key) })),
  };
}

const press =
  (key: `${Area}:${string}`) =>
  ({ button }: Hand) =>
    button(key);

const choose =
  (menu: `${Area}:${string}`, key: `${Area}:${string}`) =>
  async ({ button, item }: Hand) => {
    await button(menu);
    await item(key);
  };

/** Through the first row of its list. */
const openFirst =
  (path: string) =>
  async ({ page }: Hand) => {
    await page.locator(`main a[href^="${path}/"]:not(nav a)`).first().click();
    await page.waitForURL((url) => url.pathname.startsWith(`${path}/`));
    await settle(page);
  };

const after =
  (...steps: readonly Steps[]) =>
  async (hand: Hand) => {
    for (const step of steps) {
      await step(hand);
    }
  };

/** A part of the record of the demo's patient; the summary by default. */
const patient = (name: string, part = "", steps?: Steps): View => ({
  name: `patient-${name}`,
  account: "admin",
  path: recordOf(part),
  steps,
});

const care = (name: string, part: string, steps?: Steps): View => ({
  name: `care-${name}`,
  account: "doctor",
  path: recordOf(part),
  steps,
});

// Of a visit that nobody has come to yet, whatever is under way just now.
const visit = (name: string, key: `${Area}:${string}`): View => ({
  name: `visit-${name}`,
  account: "staff",
  path: "/appointments?period=upcoming&status=BOOKED",
  steps: choose("common:appointments.actionsOf", key),
});

/** Chooses the first option of a field that is chosen from. */
const chooseFirst =
  (key: `${Area}:${string}`) =>
  async ({ page, text }: Hand) => {
    await page.getByRole("combobox", { name: text(key) }).click();
    await page.getByRole("option").first().click();
  };

/** The booking dialog for the first patient, with the first time of the first provider. */
const bookingFirst = (...steps: readonly Steps[]) =>
  after(press("common:booking.new"), chooseFirst("common:booking.who"), ...steps);

const firstSlot = async ({ page }: Hand) => page.getByRole("dialog").locator('input[name="slot"]').first().check();

const invoice = (name: string, path: Occasion, steps?: Steps): View => ({
  name: `invoice-${name}`,
  account: "admin",
  path,
  steps,
});

const enterRoom =
  (key: `${Area}:${string}`) =>
  async ({ page, text, button }: Hand) => {
    await button(key);
    await expect(page.getByRole("button", { name: text(key) })).toHaveCount(0);
  };

/** Over the profile of a provider. */
const provider = (name: string, steps: Steps): View => ({
  name,
  account: "admin",
  path: doctorAmongProviders(),
  steps,
});

/** All pages and the dialogs that matter, as those see them who work with them. */
export const views: readonly View[] = [
  { name: "sign-in", path: "/sign-in" },
  { name: "identity-sign-in", path: "/session/sign-in" },

  { name: "dashboard", account: "staff", path: "/" },
  { name: "dashboard-doctor", account: "doctor", path: "/" },
  { name: "dashboard-patient", account: "patient", path: "/" },
  { name: "board", account: "staff", path: "/board" },
  { name: "my-day", account: "doctor", path: "/my-day" },
  {
    name: "consultation",
    account: "doctor",
    path: "/my-day",
    steps: openFirst("/consultations"),
  },
  { name: "appointments", account: "staff", path: "/appointments?period=all" },
  { name: "appointments-doctor", account: "doctor", path: "/appointments?period=all" },
  { name: "appointments-patient", account: "patient", path: "/appointments?period=all" },
  visit("details", "common:appointments.details"),
  visit("reschedule", "common:appointments.actions.reschedule"),
  visit("cancel", "common:appointments.actions.cancel"),
  {
    name: "visit-menu",
    account: "staff",
    path: "/appointments?period=upcoming",
    steps: press("common:appointments.actionsOf"),
  },
  { name: "booking", account: "staff", path: "/", steps: press("common:booking.new") },
  { name: "booking-patient", account: "patient", path: "/", steps: press("common:booking.new") },
  {
    name: "booking-series",
    account: "staff",
    path: taken,
    steps: bookingFirst(firstSlot, async ({ page, text }) => {
      await page.getByRole("combobox", { name: text("common:booking.series.repeats") }).click();
      await page.getByRole("option", { name: text("common:booking.series.every.WEEKLY") }).click();
      await page.getByRole("dialog").locator("li input[type=checkbox]").last().scrollIntoViewIfNeeded();
    }),
  },
  {
    name: "booking-overbook",
    account: "staff",
    path: taken,
    steps: bookingFirst(async ({ page, text }) => {
      await page.getByRole("checkbox", { name: text("common:booking.overbooking.toggle") }).check();
      await page.locator('input[type="time"]').fill("10:15");
    }),
  },
  {
    name: "series-details",
    account: "staff",
    path: repeated,
    steps: choose("common:appointments.actionsOf", "common:appointments.details"),
  },
  {
    name: "series-cancel",
    account: "staff",
    path: repeated,
    steps: choose("common:appointments.actionsOf", "common:appointments.actions.cancel"),
  },
  { name: "calendar-providers", account: "staff", path: "/calendar?view=providers" },
  { name: "calendar-week", account: "doctor", path: "/calendar?view=week" },
  { name: "calendar-day", account: "doctor", path: "/calendar?view=day" },
  { name: "waitlist", account: "staff", path: "/waitlist" },
  { name: "waitlist-join", account: "staff", path: "/waitlist", steps: press("calendar:waitlist.add") },

  { name: "patients", account: "staff", path: "/patients" },
  { name: "patients-doctor", account: "doctor", path: "/patients" },
  {
    name: "patients-none",
    account: "staff",
    path: "/patients",
    async steps({ page, text }) {
      await page.locator("main").getByRole("searchbox").fill("zzzzqq");
      await page.getByText(text("common:patients.noMatchTitle")).waitFor();
    },
  },
  { name: "patients-register", account: "staff", path: "/patients", steps: press("common:patients.register") },
  patient("summary"),
  patient("edit", "", press("record:edit.open")),
  patient("archive", "", choose("record:actionsFor", "record:archive.title")),
  patient("appointments", "/appointments"),
  patient("documents", "/documents"),
  patient("invoices", "/invoices"),
  patient("access", "/access"),
  patient("consent", "/access", press("record:consents.add")),
  patient("grant", "/access", press("record:grants.add")),
  patient("duplicates", "/duplicates"),
  patient("data", "/data"),
  patient("export", "/data", press("record:exports.request")),
  patient("erase", "/data", press("record:erasure.request")),
  care("summary", ""),
  care("history", "/history"),
  care("condition", "/history", press("record:conditions.add")),
  care("allergy", "/history", press("record:allergies.add")),
  care("medication", "/history", press("record:medications.add")),
  care("prescriptions", "/prescriptions"),
  care("prescribe", "/prescriptions", press("record:prescriptions.prescribe")),
  care("notes", "/notes"),
  { name: "own-record", account: "patient", path: "/record" },
  { name: "own-record-history", account: "patient", path: "/record/history" },
  { name: "own-record-data", account: "patient", path: "/record/data" },

  { name: "billing", account: "admin", path: "/billing" },
  { name: "billing-doctor", account: "doctor", path: "/billing" },
  { name: "billing-patient", account: "patient", path: "/billing" },
  invoice("issued", owed),
  { name: "invoice-doctor", account: "doctor", path: "/billing", steps: openFirst("/billing") },
  invoice("paid", paid),
  invoice("overdue", overdue),
  { name: "invoice-draft", account: "admin", path: drafted },
  {
    name: "invoice-lines",
    account: "admin",
    path: drafted,
    steps: choose("bookkeeping:invoice.more", "bookkeeping:actions.edit"),
  },
  { name: "invoice-withdrawn", account: "admin", path: withdrawn },
  {
    name: "invoice-replace",
    account: "admin",
    path: withdrawn,
    steps: press("bookkeeping:actions.replace"),
  },
  { name: "invoice-under-way", account: "admin", path: underWay },
  { name: "invoice-give-up", account: "admin", path: underWay, steps: press("bookkeeping:giveUpPayment") },
  invoice("payment", owed, press("bookkeeping:actions.pay")),
  invoice("void", owed, choose("bookkeeping:invoice.more", "bookkeeping:actions.void")),
  invoice("credit", owed, choose("bookkeeping:invoice.more", "bookkeeping:actions.credit")),
  invoice("refund", paid, press("bookkeeping:refundPayment")),
  { name: "payments", account: "admin", path: "/billing/payments" },
  { name: "prepayments", account: "admin", path: prepaid },
  { name: "prepayments-none", account: "admin", path: "/billing/prepayments?state=REFUNDED" },
  { name: "reconciliation", account: "admin", path: "/billing/reconciliation" },
  {
    name: "reconciliation-run",
    account: "admin",
    path: "/billing/reconciliation",
    steps: after(press("bookkeeping:reconciliation.compare"), async ({ page }) => {
      await settle(page);
      await expect(page.locator("main progress")).toHaveCount(0, { timeout: 30_000 });
    }),
  },
  { name: "prices", account: "admin", path: "/billing/prices" },
  { name: "prices-add", account: "admin", path: "/billing/prices", steps: press("bookkeeping:prices.add") },
  { name: "terms", account: "admin", path: "/billing/terms" },
  { name: "terms-add", account: "admin", path: "/billing/terms", steps: press("bookkeeping:terms.add") },

  { name: "providers", account: "admin", path: "/providers" },
  { name: "provider-add", account: "admin", path: "/providers", steps: press("directory:registration.title") },
  { name: "providers-doctor", account: "doctor", path: "/providers" },
  { name: "provider-doctor", account: "doctor", path: doctorAmongProviders() },
  { name: "provider", account: "admin", path: doctorAmongProviders() },
  provider("provider-suspend", press("directory:profile.suspend")),
  provider("provider-credential", press("directory:credentials.add")),
  provider("provider-edit", press("directory:person.edit")),
  {
    name: "credential-renew",
    account: "admin",
    path: licensed,
    // Visits have a menu with such a name, too.
    steps: async ({ page, text, item }) => {
      const card = page.getByRole("region", { name: text("directory:credentials.title") });
      await card
        .getByRole("button", { name: text("directory:credentials.actionsOf") })
        .first()
        .click();
      await item("directory:credentials.renew");
    },
  },
  { name: "availability", account: "admin", path: doctorAmongProviders("/availability") },
  {
    name: "availability-exception",
    account: "admin",
    path: doctorAmongProviders("/availability"),
    steps: press("directory:availability.addException"),
  },
  { name: "application", account: "admin", path: applied },
  {
    name: "application-answer",
    account: "admin",
    path: applied,
    steps: press("directory:applicant.againTitle"),
  },
  { name: "applications", account: "admin", path: "/providers/applications" },
  {
    name: "application-new",
    account: "admin",
    path: "/providers/applications",
    steps: after(press("directory:applicant.new"), async ({ page, text }) =>
      page.getByRole("button", { name: text("directory:credentials.add") }).click(),
    ),
  },
  { name: "ratings", account: "admin", path: "/providers/ratings" },
  { name: "sessions", account: "admin", path: "/sessions" },
  { name: "visit-door", account: "doctor", path: video },
  {
    name: "visit-room",
    account: "doctor",
    path: video,
    steps: enterRoom("visitRoom:preview.enterAsProvider"),
  },
  { name: "visit-door-patient", account: "patient", path: video },
  {
    name: "visit-waiting",
    account: "patient",
    path: video,
    steps: enterRoom("visitRoom:preview.enterAsPatient"),
  },
  { name: "not-found", account: "staff", path: "/nowhere" },
  {
    name: "search",
    account: "staff",
    path: "/",
    steps: async ({ page }) => {
      const field = page.locator("header input, header [role=combobox]").first();
      if (await field.isVisible()) {
        await field.pressSequentially("ma");
        await page.getByRole("option").first().waitFor();
      }
    },
  },
];
