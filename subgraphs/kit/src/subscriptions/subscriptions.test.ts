import "reflect-metadata";
import { setTimeout as wait } from "node:timers/promises";
import { Arg, Ctx, Field, ObjectType, Query, Resolver, Root, Subscription } from "type-graphql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { ForbiddenError } from "../errors/errors.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import { createCommandContext } from "../outbox/command.context.ts";
import { runCommand } from "../outbox/unit.of.work.ts";
import type { TestViewer } from "../testing/test.issuer.ts";
import { startTestSubgraph, type TestSubgraph } from "../testing/test.subgraph.ts";
import { connectSubscriber, openSubscriptions, type TestSubscriber, until } from "../testing/test.subscriber.ts";
import { Role } from "../viewer/viewer.ts";
import { eventStream, type StreamedEvent } from "./event.stream.ts";
import type { SubscriptionContext } from "./subscription.context.ts";

@ObjectType()
class NoteChange {
  @Field(() => String)
  cursor!: string;

  @Field(() => String, { nullable: true })
  text!: string;

  @Field(() => String, { nullable: true })
  broken(): string {
    throw new Error("the row of Mrs Example");
  }
}

/** What the notes' policy says, which may change while somebody listens. */
const policy = { hidden: new Set<string>(), forbidden: false, broken: false };
const contexts = new Set<RequestContext>();
/** How many events an endless source was asked for. */
let pulled = 0;

async function* endless({ signal }: SubscriptionContext): AsyncGenerator<string> {
  for (; !signal.aborted; pulled += 1) yield "x".repeat(100_000);
}

@Resolver()
class NoteResolver {
  @Query(() => String)
  nothing(): string {
    return "";
  }

  @Subscription(() => NoteChange, {
    nullable: true,
    subscribe: ({ context, args }: { context: SubscriptionContext; args: { after?: string } }) =>
      eventStream(context, { field: "noteChanged", after: args.after, types: ["note.changed"] }),
  })
  noteChanged(
    @Ctx() context: RequestContext,
    @Root() { cursor, event }: StreamedEvent,
    @Arg("after", () => String, { nullable: true }) _after: string | null,
  ): NoteChange | null {
    contexts.add(context);
    const text = String(event.payload.text);
    if (policy.forbidden) throw new ForbiddenError("note.read");
    if (policy.broken) throw new Error("the row of Mrs Example");
    if (policy.hidden.has(text)) return null;
    context.audit.read({ action: "note.read", entityType: "Note", entityIds: [event.aggregateId] });
    return Object.assign(new NoteChange(), { cursor, text });
  }

  @Subscription(() => NoteChange, {
    nullable: true,
    subscribe: ({ context, args }: { context: SubscriptionContext; args: { after?: string } }) =>
      eventStream(context, { field: "noteRead", after: args.after }),
  })
  noteRead(
    @Root() { cursor }: StreamedEvent,
    @Arg("after", () => String, { nullable: true }) _after: string | null,
  ): NoteChange {
    return Object.assign(new NoteChange(), { cursor, text: "" });
  }

  @Subscription(() => String, {
    nullable: true,
    subscribe: ({ context }: { context: SubscriptionContext }) => endless(context),
  })
  noise(@Root() text: string): string {
    return text;
  }
}

const definition = { name: "notes", entities: [], migrations: [], resolvers: [NoteResolver], references: {} };
const organizationId = "0199a000-0000-7000-8000-000000000001";
const nurse: TestViewer = { organizationId, roles: [Role.NURSE] };
const stranger: TestViewer = { ...nurse, organizationId: "0199a000-0000-7000-8000-000000000002" };
const changes = "subscription ($after: String) { noteChanged(after: $after) { cursor text } }";

let notes: TestSubgraph;
beforeAll(async () => {
  notes = await startTestSubgraph(definition);
});
afterAll(() => notes.close());

const connected: TestSubscriber[] = [];
async function connect(...[viewer, options, subgraph = notes]: ConnectArguments): Promise<TestSubscriber> {
  const subscriber = await connectSubscriber(subgraph, viewer, options);
  connected.push(subscriber);
  return subscriber;
}
type ConnectArguments = [
  viewer: TestViewer | null,
  options?: Parameters<typeof connectSubscriber>[2],
  subgraph?: TestSubgraph,
];

beforeEach(() => {
  policy.hidden.clear();
  policy.forbidden = false;
  policy.broken = false;
  contexts.clear();
});
afterEach(async () => {
  for (const subscriber of connected.splice(0)) await subscriber.close();
  await until(async () => (await openSubscriptions(notes.url)) === 0);
});

async function write(text: string, options: { imported?: boolean; type?: string; organizationId?: string } = {}) {
  const viewer = {
    userId: "0199b000-0000-7000-8000-000000000009",
    organizationId: options.organizationId ?? organizationId,
    roles: [Role.NURSE],
    scopes: new Set<string>(),
    patientId: undefined,
    providerId: undefined,
  };
  const context = createCommandContext(notes.orm, viewer, { correlationId: "a-command", clientAddress: undefined });
  await runCommand(context, { action: "note.write", entityType: "Note" }, async (unit) => {
    unit.emit(() => ({
      type: options.type ?? "note.changed",
      typeVersion: 1,
      aggregateType: "Note",
      aggregate: { id: "0199c000-0000-7000-8000-000000000001", version: 1 },
      payload: { text },
      imported: options.imported ?? false,
    }));
  });
}

const texts = (events: { data?: { noteChanged: { text: string } } | null }[]) =>
  events.map((event) => event.data?.noteChanged.text);

const ignore = () => undefined;

async function codeOf(ended: Promise<unknown>): Promise<string> {
  const [error] = (await ended) as { extensions: { code: string } }[];
  return String(error?.extensions.code);
}

describe("a subscription", () => {
  it("tells what happens after it began, in order, and nothing else", async () => {
    await write("before");
    await until(async () => (await positionsWithout()) === 0);
    const subscription = await (await connect(nurse)).subscribe(changes);
    await write("one");
    await write("imported", { imported: true });
    await write("of another type", { type: "note.read" });
    await write("of others", { organizationId: stranger.organizationId });
    await write("two");
    expect(texts(await subscription.arrived(2))).toEqual(["one", "two"]);
  });

  it("resolves each event in a context of its own, and writes down who was told before telling", async () => {
    const subscription = await (await connect(nurse)).subscribe(changes);
    const told = async () =>
      Number((await sql("select count(*) as told from audit_entry where action = 'note.read'"))[0]?.told);
    const before = await told();
    await write("one");
    await write("two");
    await subscription.arrived(2);
    expect(contexts.size).toBe(2);
    expect(await told()).toBe(before + 2);
  });

  it("asks the policy again for each event, and passes over in silence what may not be seen", async () => {
    const subscription = await (await connect(nurse)).subscribe(changes);
    await write("one");
    await subscription.arrived(1);
    policy.hidden.add("two");
    await write("two");
    await write("three");
    expect(texts(await subscription.arrived(2))).toEqual(["one", "three"]);
    policy.forbidden = true;
    await write("four");
    await until(async () => contexts.size === 4);
    policy.forbidden = false;
    await write("five");
    expect(texts(await subscription.arrived(3))).toEqual(["one", "three", "five"]);
  });

  it("ends with a masked error when an event cannot be told, so that nothing is missing between two cursors", async () => {
    const subscription = await (await connect(nurse)).subscribe(changes);
    policy.broken = true;
    await write("one");
    const told = JSON.stringify(await subscription.ended);
    expect(await codeOf(subscription.ended)).toBe("INTERNAL_SERVER_ERROR");
    expect(told).not.toContain("Mrs Example");
    expect(subscription.events).toEqual([]);
  });

  it("tells an event of which a field failed, with the masked error", async () => {
    const subscription = await (await connect(nurse)).subscribe("subscription { noteChanged { text broken } }");
    await write("one");
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
    const subscriber = await connect(nurse);
    const subscription = await subscriber.subscribe(changes);
    expect(await openSubscriptions(notes.url)).toBe(1);
    subscription.stop();
    await until(async () => (await openSubscriptions(notes.url)) === 0);
    await subscriber.subscribe(changes);
    subscriber.socket().terminate();
    await until(async () => (await openSubscriptions(notes.url)) === 0);
  });
});

describe("a cursor", () => {
  it("resumes after a killed socket: what was missed comes once, then what is new", async () => {
    const subscriber = await connect(nurse);
    const first = await subscriber.subscribe(changes);
    await write("one");
    const [event] = await first.arrived(1);
    subscriber.socket().terminate();
    await write("missed");
    await write("imported meanwhile", { imported: true });
    await write("missed too");

    const again = await (await connect(nurse)).subscribe(changes, { after: event?.data.noteChanged.cursor });
    await again.arrived(2);
    await write("new");
    expect(texts(await again.arrived(3))).toEqual(["missed", "missed too", "new"]);
    await wait(50);
    expect(again.events).toHaveLength(3);
  });

  async function cursor(): Promise<string> {
    const subscription = await (await connect(nurse)).subscribe(changes);
    await write("for its cursor");
    const [event] = await subscription.arrived(1);
    subscription.stop();
    return event?.data.noteChanged.cursor;
  }

  it("is opaque", async () => {
    const [epoch] = await sql("select epoch from event_log");
    expect(Buffer.from(await cursor(), "base64url").toString()).not.toContain(epoch?.epoch);
  });

  it.each([
    ["is damaged", nurse, changes, (valid: string) => `${valid.slice(0, -4)}AAAA`],
    ["is empty", nurse, changes, () => ""],
    ["is of another organization", stranger, changes, (valid: string) => valid],
    ["is of another field", nurse, changes.replace("noteChanged", "noteRead"), (valid: string) => valid],
  ])("that %s cannot be resumed", async (_case, viewer, query, after) => {
    const subscription = await (await connect(viewer)).subscribe(query, { after: after(await cursor()) });
    expect(await codeOf(subscription.ended)).toBe("RESUME_NOT_POSSIBLE");
  });

  it.each([
    ["from before what was archived", "archived = head", "archived = 0"],
    ["from after the head of a log that was set back", "head = 0", "head = (select max(position) from outbox_event)"],
  ])("%s cannot be resumed", async (_case, change, undo) => {
    const after = await cursor();
    await write("one more");
    await until(async () => (await positionsWithout()) === 0);
    await notes.database.asOwner(`update event_log set ${change}`);
    const subscription = await (await connect(nurse)).subscribe(changes, { after });
    expect(await codeOf(subscription.ended)).toBe("RESUME_NOT_POSSIBLE");
    await notes.database.asOwner(`update event_log set ${undo}`);
  });

  it("of another epoch cannot be resumed", async () => {
    const after = await cursor();
    const [{ epoch } = {}] = await sql("select epoch from event_log");
    await notes.database.asOwner("update event_log set epoch = gen_random_uuid()");
    const renewed = await startTestSubgraph(definition, { beside: notes });
    const subscription = await (await connect(nurse, {}, renewed)).subscribe(changes, { after });
    expect(await codeOf(subscription.ended)).toBe("RESUME_NOT_POSSIBLE");
    await renewed.close();
    await notes.database.asOwner(`update event_log set epoch = '${epoch}'`);
  });
});

describe("who may subscribe", () => {
  it("anybody may connect; without a valid token nobody may subscribe", async () => {
    for (const subscriber of [
      await connect(null),
      await connect(null, { parameters: { authorization: "Bearer nonsense" } }),
      await connect(nurse, { claims: { exp: Math.floor(Date.now() / 1_000) - 1 } }),
      await connect(nurse, { claims: { aud: "another" } }),
    ]) {
      expect(await codeOf((await subscriber.subscribe(changes)).ended)).toBe("UNAUTHENTICATED");
      expect(subscriber.socket().readyState).toBe(WebSocket.OPEN);
    }
  });

  it("the parameter's name may be spelled like a header's", async () => {
    const token = `Bearer ${await notes.issuer.tokenFor(nurse)}`;
    const subscription = await (await connect(null, { parameters: { Authorization: token } })).subscribe(changes);
    await write("one");
    expect(texts(await subscription.arrived(1))).toEqual(["one"]);
  });

  it("is asked for a new token when the old one expires: the socket closes with 4403", async () => {
    const subscriber = await connect(nurse, { claims: { exp: Math.floor(Date.now() / 1_000) + 2 } });
    const subscription = await subscriber.subscribe(changes);
    await write("one");
    await subscription.arrived(1);
    expect(await subscriber.closed).toMatchObject({ code: 4403 });
    await until(async () => (await openSubscriptions(notes.url)) === 0);
  });
});

describe("what is answered", () => {
  it.each([
    ["{ nothing }", {}, "BAD_REQUEST"],
    ["subscription {", {}, "GRAPHQL_PARSE_FAILED"],
    ["subscription { noteChanged { id } }", {}, "GRAPHQL_VALIDATION_FAILED"],
    ["subscription A { noise } subscription B { noise }", {}, "OPERATION_RESOLUTION_FAILURE"],
    ["subscription { noise @skip(if: true) }", {}, "GRAPHQL_VALIDATION_FAILED"],
    ["subscription ($x: Boolean!) { noise @include(if: $x) }", { x: false }, "GRAPHQL_VALIDATION_FAILED"],
    ["subscription { ... @include(if: false) { noise } }", {}, "GRAPHQL_VALIDATION_FAILED"],
    ["subscription ($after: String) { noteChanged(after: $after) { text } }", { after: 1 }, "BAD_USER_INPUT"],
  ])("%s: an error, and the socket stays open", async (query, variables, code) => {
    const subscriber = await connect(nurse);
    expect(await codeOf((await subscriber.subscribe(query, variables)).ended)).toBe(code);
    await subscriber.subscribe("subscription { ...F } fragment F on Subscription { noteChanged { text } }");
    expect(subscriber.socket().readyState).toBe(WebSocket.OPEN);
  });

  it("over HTTP, that subscriptions are answered elsewhere", async () => {
    const { status, errors } = await notes.query(nurse, changes);
    expect({ status, code: errors?.[0]?.extensions.code }).toEqual({ status: 400, code: "BAD_REQUEST" });
  });

  it("a hundred subscriptions of one socket, and no more", async () => {
    const subscriber = await connect(nurse);
    for (let open = 0; open < 100; open += 1) {
      subscriber.client.subscribe({ query: changes }, { next: ignore, error: ignore, complete: ignore });
    }
    await until(async () => (await openSubscriptions(notes.url)) === 100);
    expect(await codeOf((await subscriber.subscribe(changes)).ended)).toBe("TOO_MANY_SUBSCRIPTIONS");
  });

  it("messages of 64 KiB at most: a larger one closes the socket with 1009", async () => {
    const subscriber = await connect(nurse);
    subscriber.socket().send(JSON.stringify({ type: "ping", payload: { text: "x".repeat(65_536) } }));
    expect(await subscriber.closed).toMatchObject({ code: 1009 });
  });

  it("no upgrade anywhere else", async () => {
    const socket = new WebSocket(`${notes.url.replace("http", "ws")}/elsewhere`, "graphql-transport-ws");
    const error = await new Promise<Error>((resolve) => socket.once("error", resolve));
    expect(error.message).toContain("404");
  });

  it("to a subscriber that does not read: no more than the sockets between hold, and everything later", async () => {
    const subscriber = await connect(nurse);
    pulled = 0;
    const subscription = await subscriber.subscribe("subscription { noise }");
    subscriber.socket().pause();
    let before = -1;
    await until(async () => {
      const stalled = pulled > 0 && pulled === before;
      before = pulled;
      await wait(200);
      return stalled;
    });
    expect(pulled).toBeLessThan(500);
    const [stalledAt, seen] = [pulled, subscription.events.length];
    subscriber.socket().resume();
    await until(async () => pulled > stalledAt && subscription.events.length > seen);
  });

  it("at shutdown: 1001", async () => {
    const stopping = await startTestSubgraph(definition, { beside: notes });
    const subscriber = await connect(nurse, {}, stopping);
    await subscriber.subscribe(changes);
    await stopping.close();
    expect(await subscriber.closed).toMatchObject({ code: 1001 });
  });
});

async function sql(query: string): Promise<Record<string, string>[]> {
  return notes.orm.em.getConnection().execute(query);
}

async function positionsWithout(): Promise<number> {
  const [row] = await sql("select count(*) as waiting from outbox_event where position is null");
  return Number(row?.waiting);
}
