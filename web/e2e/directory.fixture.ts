import type { Page } from "@playwright/test";
import { expect } from "./accounts.fixture.ts";
import { askApi, command } from "./booking.fixture.ts";
import { setHours } from "./visit.fixture.ts";

/** A name of a test's own, in letters: it stands in the middle of lists by name, and digits are looked for among numbers. */
export function ownName(name: string): string {
  return `${name} ${[...String(Date.now())].map((digit) => "abcdefghij"[Number(digit)]).join("")}`;
}

export interface NamedProvider {
  readonly id: string;
  readonly fullName: string;
}

/** A provider who is new here, and has no hours. */
export async function newProvider(page: Page): Promise<NamedProvider> {
  const { provider } = await command<{ provider: NamedProvider }>(
    page,
    "registerProvider",
    {
      ...{ givenName: "Morgan", familyName: ownName("Middleton"), specialties: ["NEUROLOGY"] },
      timeZone: "America/New_York",
    },
    "provider { id fullName }",
  );
  return provider;
}

/** A provider who is new here, with whom nobody has a visit and who can be booked every day. */
export async function newBookableProvider(page: Page): Promise<NamedProvider> {
  const provider = await newProvider(page);
  await setHours(page, provider.id);
  // The hours arrive a moment later where visits are booked.
  await expect.poll(() => countSlots(page, provider.id), { timeout: 20_000 }).toBeGreaterThan(0);
  return provider;
}

async function countSlots(page: Page, providerId: string): Promise<number> {
  const day = 86_400_000;
  const { availableSlots } = await askApi<{ availableSlots: readonly unknown[] }>(
    page,
    "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }",
    {
      input: {
        ...{ providerId, visitType: "IN_PERSON", from: new Date().toISOString() },
        to: new Date(Date.now() + 3 * day).toISOString(),
      },
    },
  );
  return availableSlots.length;
}

/** The calendar day that is so many days from now, wherever the tests run. */
export function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
