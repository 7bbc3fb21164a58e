import "reflect-metadata";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { altered } from "../testing/altered.text.ts";
import { startTestSubgraph } from "../testing/test.subgraph.ts";
import { openSubscriptions, until } from "../testing/test.subscriber.ts";
import {
  codeOf,
  contexts,
  type Notes,
  noteChanges,
  notesSubgraph,
  nurse,
  policy,
  startNotes,
  stranger,
} from "./notes.fixture.ts";

let notes: Notes;
beforeAll(async () => {
  notes = await startNotes();
});
afterAll(() => notes.close());
afterEach(() => notes.disconnect());
beforeEach(() => {
  policy.hidden.clear();
  policy.forbidden = false;
  policy.broken = false;
  contexts.clear();
});

const texts = (events: { data?: { noteChanged: { text: string } } | null }[]) =>
  events.map((event) => event.data?.noteChanged.text);

describe("a subscription", () => {
  it("tells what happens after it began, in order, and nothing else", async () => {
    await notes.write("before");
    await notes.settled();
    const subscription = await (await notes.connect(nurse)).subscribe(noteChanges);
    await notes.write("one");
    await notes.write("imported", { imported: true });
    await notes.write("of another type", { type: "note.read" });
    await notes.write("of others", { organizationId: stranger.organizationId });
    await notes.write("two");
    expect(texts(await subscription.arrived(2))).toEqual(["one", "two"]);
  });

  it("resolves each event in a context of its own, and writes down who was told before telling", async () => {
    const subscription = await (await notes.connect(nurse)).subscribe(noteChanges);
    const told = async () =>
      Number((await notes.sql("select count(*) as told from audit_entry where 'note.read' = any(actions)"))[0]?.told);
    const before = await told();
    await notes.write("one");
    await notes.write("two");
    await subscription.arrived(2);
    expect(contexts.size).toBe(2);
    expect(await told()).toBe(before + 2);
  });

  it("asks the policy again for each event, and passes over in silence what may not be seen", async () => {
    const subscription = await (await notes.connect(nurse)).subscribe(noteChanges);
    await notes.write("one");
    await subscription.arrived(1);
    policy.hidden.add("two");
    await notes.write("two");
    await notes.write("three");
    expect(texts(await subscription.arrived(2))).toEqual(["one", "three"]);
    policy.forbidden = true;
    await notes.write("four");
    await until(async () => contexts.size === 4);
    policy.forbidden = false;
    await notes.write("five");
    expect(texts(await subscription.arrived(3))).toEqual(["one", "three", "five"]);
  });

  it("ends with a masked error when an event cannot be told, so that nothing is missing between two cursors", async () => {
    const subscription = await (await notes.connect(nurse)).subscribe(noteChanges);
    policy.broken = true;
    await notes.write("one");
    const told = JSON.stringify(await subscription.ended);
    expect(await codeOf(subscription)).toBe("INTERNAL_SERVER_ERROR");
    expect(told).not.toContain("Mrs Example");
    expect(subscription.events).toEqual([]);
  });

  it("tells an event of which a field failed, with the masked error", async () => {
    const subscription = await (await notes.connect(nurse)).subscribe("subscription { noteChanged { text broken } }");
    await notes.write("one");
    const [event] = await subscription.arrived(1);
    expect(event?.data).toEqual({ noteChanged: { text: "one", broken: null } });
    expect(event?.errors).toEqual([
      {
        message: expect.not.stringContaining("Mrs Example"),
        path: ["noteChanged", "broken"],
        extensions: { code: "INTERNAL_SERVER_ERROR" },
      },
    ]);
  });

  it("ends at once when its client leaves, while it waits for an event", async () => {
    const subscriber = await notes.connect(nurse);
    const subscription = await subscriber.subscribe(noteChanges);
    expect(await openSubscriptions(notes.subgraph.url)).toBe(1);
    subscription.stop();
    await until(async () => (await openSubscriptions(notes.subgraph.url)) === 0);
    await subscriber.subscribe(noteChanges);
    subscriber.socket().terminate();
    await until(async () => (await openSubscriptions(notes.subgraph.url)) === 0);
  });
});

describe("a cursor", () => {
  it("resumes after a killed socket: what was missed comes once, then what is new", async () => {
    const subscriber = await notes.connect(nurse);
    const first = await subscriber.subscribe(noteChanges);
    await notes.write("one");
    const [event] = await first.arrived(1);
    subscriber.socket().terminate();
    await notes.write("missed");
    await notes.write("imported meanwhile", { imported: true });
    await notes.write("missed too");

    const again = await (await notes.connect(nurse)).subscribe(noteChanges, { after: event?.data.noteChanged.cursor });
    await again.arrived(2);
    await notes.write("new");
    expect(texts(await again.arrived(3))).toEqual(["missed", "missed too", "new"]);
    await wait(50);
    expect(again.events).toHaveLength(3);
  });

  async function cursor(): Promise<string> {
    const subscription = await (await notes.connect(nurse)).subscribe(noteChanges);
    await notes.write("for its cursor");
    const [event] = await subscription.arrived(1);
    subscription.stop();
    return event?.data.noteChanged.cursor;
  }

  it("is opaque", async () => {
    const [epoch] = await notes.sql("select epoch from event_log");
    expect(Buffer.from(await cursor(), "base64url").toString()).not.toContain(epoch?.epoch);
  });

  it.each([
    ["is damaged", nurse, noteChanges, altered],
    ["is empty", nurse, noteChanges, () => ""],
    ["is of another organization", stranger, noteChanges, (valid: string) => valid],
    ["is of another field", nurse, noteChanges.replace("noteChanged", "noteRead"), (valid: string) => valid],
  ])("that %s cannot be resumed", async (_case, viewer, query, after) => {
    const subscription = await (await notes.connect(viewer)).subscribe(query, { after: after(await cursor()) });
    expect(await codeOf(subscription)).toBe("RESUME_NOT_POSSIBLE");
  });

  it.each([
    ["from before what was archived", "archived = head", "archived = 0"],
    ["from after the head of a log that was set back", "head = 0", "head = (select max(position) from outbox_event)"],
  ])("%s cannot be resumed", async (_case, change, undo) => {
    const after = await cursor();
    await notes.write("one more");
    await notes.settled();
    await notes.subgraph.database.asOwner(`update event_log set ${change}`);
    const subscription = await (await notes.connect(nurse)).subscribe(noteChanges, { after });
    expect(await codeOf(subscription)).toBe("RESUME_NOT_POSSIBLE");
    await notes.subgraph.database.asOwner(`update event_log set ${undo}`);
  });

  it("of another epoch cannot be resumed", async () => {
    const after = await cursor();
    const [{ epoch } = {}] = await notes.sql("select epoch from event_log");
    await notes.subgraph.database.asOwner("update event_log set epoch = gen_random_uuid()");
    const renewed = await startTestSubgraph(notesSubgraph, { beside: notes.subgraph });
    const subscription = await (await notes.connect(nurse, {}, renewed)).subscribe(noteChanges, { after });
    expect(await codeOf(subscription)).toBe("RESUME_NOT_POSSIBLE");
    await renewed.close();
    await notes.subgraph.database.asOwner(`update event_log set epoch = '${epoch}'`);
  });
});
