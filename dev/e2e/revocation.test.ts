import { setTimeout as delay, setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { type FrontDesk, openFrontDesk } from "./front.desk.ts";
import { type LiveSubscription, subscribe } from "./live.subscription.ts";
import { ask, tokenFor } from "./running.system.ts";
import { doors, knock } from "./system.doors.ts";

const nurse = "nurse@careconnect.test";
/** What the product promises. */
const promised = 5_000;

let desk: FrontDesk;
beforeAll(async () => {
  desk = await openFrontDesk(await tokenFor("staff@careconnect.test"));
});

/** What every door answers, by its name. */
async function everywhere(token: string): Promise<Record<string, string>> {
  const answers = doors.map(async (door) => {
    const { status, errors } = await knock(door, token);
    return [door, `${status} ${errors?.[0]?.extensions.code ?? "OK"}`] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}

const all = (answer: string) => Object.fromEntries(doors.map((door) => [door, answer]));
const open = all("200 OK");
const shut = all("401 UNAUTHENTICATED");

/** Resolves when the door refuses the token for the first time. */
async function untilRefused(door: (typeof doors)[number], token: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while ((await knock(door, token)).status !== 401) {
    if (Date.now() > deadline) throw new Error(`The door of ${door} never shut.`);
    await wait(100);
  }
}

/** Ends a sign-in by `end` and expects every door to know of it in time, and the subscription to be told. */
async function expectEndInTime(token: string, live: LiveSubscription, end: () => Promise<unknown>): Promise<void> {
  expect(await everywhere(token)).toEqual(open);
  const endedAt = performance.now();
  const seconds = (what: string) => () => [what, performance.now() - endedAt] as const;
  await end();
  const waits = await Promise.all([
    live.closed.then(seconds("socket")),
    ...doors.map((door) => untilRefused(door, token).then(seconds(door))),
  ]);
  expect(waits.filter(([, passed]) => passed > promised)).toEqual([]);
  expect(await everywhere(token)).toEqual(shut);
  expect(await live.closed).toBe(4403);
}

/** Runs a mutation that has to succeed. */
async function command(token: string, mutation: string, variables: Record<string, unknown> = {}): Promise<void> {
  const { data, errors } = await ask(token, mutation, variables);
  expect(errors).toBeUndefined();
  for (const { userErrors } of Object.values<{ userErrors: unknown[] }>(data)) expect(userErrors).toEqual([]);
}

const changes = /* GraphQL */ `subscription ($after: String) {
  appointmentChanged(after: $after) { cursor appointment { id } }
}`;

async function bookVisit(): Promise<string> {
  const [slot] = await desk.freeSlots(1);
  return (await desk.book(await desk.registerPatient(), String(slot))).appointment.id;
}

/** Subscribes, and answers the cursor of a change that was seen. */
async function subscribeAndSee(token: string) {
  const live = await subscribe(token, changes);
  await wait(500);
  const id = await bookVisit();
  const seen = await live.next((data) => data.appointmentChanged.appointment.id === id);
  return { live, cursor: seen.appointmentChanged.cursor as string };
}

/** Expects what was booked in the meantime, and nothing before it, from a subscription that goes on after `cursor`. */
async function expectResumption(token: string, cursor: string, booked: readonly string[]): Promise<void> {
  const live = await subscribe(token, changes, { after: cursor });
  for (const id of booked) expect((await live.next()).appointmentChanged.appointment.id).toBe(id);
  live.close();
}

const revokeSession = "mutation ($id: ID!) { revokeSession(input: { id: $id }) { userErrors { code } } }";
const signOutEverywhere = "mutation { signOutEverywhere(input: {}) { userErrors { code } } }";
const suspendUser = `mutation ($id: ID!) {
  suspendUser(input: { id: $id, reason: "Left the clinic today." }) { userErrors { code } }
}`;
const reinstateUser = "mutation ($id: ID!) { reinstateUser(input: { id: $id }) { userErrors { code } } }";

describe("a sign-in that is ended from another one", () => {
  it("is refused by the router and every subgraph within five seconds, and resumes after a new one", async () => {
    const [lost, kept] = [await tokenFor(nurse), await tokenFor(nurse)];
    const { data } = await ask(lost, "{ viewer { sessions { id current } } }");
    const { id } = data.viewer.sessions.find(({ current }: { current: boolean }) => current);
    const { live, cursor } = await subscribeAndSee(lost);
    await expectEndInTime(lost, live, () => command(kept, revokeSession, { id }));
    expect(await everywhere(kept)).toEqual(open);

    const missed = [await bookVisit(), await bookVisit()];
    const renewed = await tokenFor(nurse);
    expect(await everywhere(renewed)).toEqual(open);
    await expectResumption(renewed, cursor, missed);
  });

  it("ends with all the others when the nurse signs out everywhere", async () => {
    const [elsewhere, here] = [await tokenFor(nurse), await tokenFor(nurse)];
    const { live, cursor } = await subscribeAndSee(elsewhere);
    await expectEndInTime(elsewhere, live, () => command(here, signOutEverywhere));
    expect(await everywhere(here)).toEqual(shut);

    const missed = [await bookVisit()];
    await expectResumption(await tokenFor(nurse), cursor, missed);
  });
});

describe("a user who is suspended", () => {
  it("is refused everywhere within five seconds, cannot sign in, and does so again when reinstated", async () => {
    const admin = await tokenFor("admin@careconnect.test");
    const token = await tokenFor(nurse);
    const { id } = (await ask(token, "{ viewer { id } }")).data.viewer;
    const { live, cursor } = await subscribeAndSee(token);
    try {
      await expectEndInTime(token, live, () => command(admin, suspendUser, { id }));
      await expect(tokenFor(nurse)).rejects.toThrow("The e-mail address or the password is wrong.");
    } finally {
      await command(admin, reinstateUser, { id });
    }
    const missed = [await bookVisit()];
    // Tokens tell whole seconds: the suspension covers what is issued within its own and the next.
    await delay(2_100);
    const renewed = await tokenFor(nurse);
    expect(await everywhere(renewed)).toEqual(open);
    expect(await everywhere(token)).toEqual(shut);
    await expectResumption(renewed, cursor, missed);
  });
});

const changeRoles = `mutation ($id: ID!, $version: Int!, $roles: [Role!]!) {
  changeUserRoles(input: { id: $id, expectedVersion: $version, roles: $roles }) { userErrors { code } }
}`;

describe("a user whose roles change", () => {
  it("is refused everywhere within five seconds with a token that says the old ones, and goes on with the next", async () => {
    const admin = await tokenFor("admin@careconnect.test");
    const token = await tokenFor(nurse);
    const { id } = (await ask(token, "{ viewer { id } }")).data.viewer;
    const become = async (...roles: string[]) => {
      const { data } = await ask(admin, "{ users { nodes { id version } } }");
      const { version } = data.users.nodes.find((user: { id: string }) => user.id === id);
      await command(admin, changeRoles, { id, version, roles });
    };
    const { live, cursor } = await subscribeAndSee(token);
    try {
      await expectEndInTime(token, live, () => become("NURSE", "STAFF"));
      await delay(2_100);
      const renewed = await tokenFor(nurse);
      expect(await everywhere(renewed)).toEqual(open);
      expect((await ask(renewed, "{ viewer { roles } }")).data.viewer.roles).toEqual(["NURSE", "STAFF"]);
      await expectResumption(renewed, cursor, [await bookVisit()]);
    } finally {
      await become("NURSE");
      // What the next tests ask with is issued after the change.
      await delay(2_100);
    }
  });
});
