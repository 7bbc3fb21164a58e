import type { Locator, Page } from "@playwright/test";
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
  drafted,
  licensed,
  type Occasion,
  prepaid,
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

export type Account = "admin" | "staff" | "nurse" | "doctor" | "patient";

export interface View {
  readonly name: string;
  /** Nobody is signed in where there is none. */
  readonly account?: Account;
  /** Where it is, or what has to happen before it is anywhere. */
  readonly path: string | Occasion;
  /** From the page at `path` to what is to be seen. */
  readonly steps?: (hand: Hand) => Promise<void>;
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

/** Records are reached as people reach them: through a row of their list. */
const openFirst =
  (path: string) =>
  async ({ page }: Hand) => {
    await page.locator(`main a[href^="${path}/"]:not(nav a)`).first().click();
    await page.waitForURL((url) => url.pathname.startsWith(`${path}/`));
    await page.waitForLoadState("networkidle");
  };

const after =
  (...steps: readonly ((hand: Hand) => Promise<void>)[]) =>
  async (hand: Hand) => {
    for (const step of steps) {
      await step(hand);
    }
  };

/** A part of the record that is open. */
const part =
  (name: string) =>
  async ({ page }: Hand) => {
    await page.locator(`main nav a[href$="/${name}"]`).click();
    await page.waitForLoadState("networkidle");
  };

const patient = (name: string, ...steps: readonly ((hand: Hand) => Promise<void>)[]): View => ({
  name: `patient-${name}`,
  account: "admin",
  path: "/patients",
  steps: after(openFirst("/patients"), ...steps),
});

const care = (name: string, ...steps: readonly ((hand: Hand) => Promise<void>)[]): View => ({
  name: `care-${name}`,
  account: "doctor",
  path: "/patients",
  steps: after(openFirst("/patients"), ...steps),
});

const visit = (name: string, key: `${Area}:${string}`): View => ({
  name: `visit-${name}`,
  account: "staff",
  path: "/appointments?period=upcoming",
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
const bookingFirst = (...steps: readonly ((hand: Hand) => Promise<void>)[]) =>
  after(openFirst("/patients"), press("common:booking.new"), chooseFirst("common:booking.who"), ...steps);

const firstSlot = async ({ page }: Hand) => page.getByRole("dialog").locator('input[name="slot"]').first().check();

const invoice = (name: string, status: string, ...steps: readonly ((hand: Hand) => Promise<void>)[]): View => ({
  name: `invoice-${name}`,
  account: "admin",
  path: `/billing?status=${status}`,
  steps: after(openFirst("/billing"), ...steps),
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
  patient("edit", press("record:edit.open")),
  patient("archive", choose("record:actionsFor", "record:archive.title")),
  patient("appointments", part("appointments")),
  patient("documents", part("documents")),
  patient("invoices", part("invoices")),
  patient("access", part("access")),
  patient("consent", part("access"), press("record:consents.add")),
  patient("grant", part("access"), press("record:grants.add")),
  patient("duplicates", part("duplicates")),
  patient("data", part("data")),
  patient("export", part("data"), press("record:exports.request")),
  patient("erase", part("data"), press("record:erasure.request")),
  care("history", part("history")),
  care("condition", part("history"), press("record:conditions.add")),
  care("allergy", part("history"), press("record:allergies.add")),
  care("medication", part("history"), press("record:medications.add")),
  care("prescriptions", part("prescriptions")),
  care("prescribe", part("prescriptions"), press("record:prescriptions.prescribe")),
  care("notes", part("notes")),
  { name: "own-record", account: "patient", path: "/record" },
  { name: "own-record-history", account: "patient", path: "/record/history" },
  { name: "own-record-data", account: "patient", path: "/record/data" },

  { name: "billing", account: "admin", path: "/billing" },
  { name: "billing-patient", account: "patient", path: "/billing" },
  invoice("issued", "ISSUED"),
  invoice("paid", "PAID"),
  invoice("overdue", "OVERDUE"),
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
  invoice("payment", "ISSUED", press("bookkeeping:actions.pay")),
  invoice("void", "ISSUED", choose("bookkeeping:invoice.more", "bookkeeping:actions.void")),
  invoice("credit", "ISSUED", choose("bookkeeping:invoice.more", "bookkeeping:actions.credit")),
  invoice("refund", "PAID", press("bookkeeping:refundPayment")),
  { name: "payments", account: "admin", path: "/billing/payments" },
  { name: "prepayments", account: "admin", path: prepaid },
  { name: "prepayments-none", account: "admin", path: "/billing/prepayments?state=REFUNDED" },
  { name: "reconciliation", account: "admin", path: "/billing/reconciliation" },
  {
    name: "reconciliation-run",
    account: "admin",
    path: "/billing/reconciliation",
    steps: after(press("bookkeeping:reconciliation.compare"), async ({ page }) => page.waitForTimeout(6_000)),
  },
  { name: "prices", account: "admin", path: "/billing/prices" },
  { name: "prices-add", account: "admin", path: "/billing/prices", steps: press("bookkeeping:prices.add") },
  { name: "terms", account: "admin", path: "/billing/terms" },
  { name: "terms-add", account: "admin", path: "/billing/terms", steps: press("bookkeeping:terms.add") },

  { name: "providers", account: "admin", path: "/providers" },
  { name: "provider-add", account: "admin", path: "/providers", steps: press("directory:registration.title") },
  { name: "provider", account: "admin", path: "/providers", steps: openFirst("/providers") },
  {
    name: "provider-suspend",
    account: "admin",
    path: "/providers",
    steps: after(openFirst("/providers"), press("directory:profile.suspend")),
  },
  {
    name: "provider-credential",
    account: "admin",
    path: "/providers",
    steps: after(openFirst("/providers"), press("directory:credentials.add")),
  },
  {
    name: "provider-edit",
    account: "admin",
    path: "/providers",
    steps: after(openFirst("/providers"), press("directory:person.edit")),
  },
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
  {
    name: "availability",
    account: "admin",
    path: "/providers",
    steps: after(openFirst("/providers"), async ({ page }) => {
      await page.locator('main a[href$="/availability"]').click();
      await page.waitForLoadState("networkidle");
    }),
  },
  {
    name: "availability-exception",
    account: "admin",
    path: "/providers",
    steps: after(
      openFirst("/providers"),
      async ({ page }) => page.locator('main a[href$="/availability"]').click(),
      press("directory:availability.addException"),
    ),
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
    steps: after(press("visitRoom:preview.enterAsProvider"), async ({ page }) => page.waitForTimeout(2_000)),
  },
  { name: "visit-door-patient", account: "patient", path: video },
  {
    name: "visit-waiting",
    account: "patient",
    path: video,
    steps: after(press("visitRoom:preview.enterAsPatient"), async ({ page }) => page.waitForTimeout(2_000)),
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
        await page.waitForTimeout(800);
      }
    },
  },
];
