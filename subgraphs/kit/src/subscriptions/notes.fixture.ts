import "reflect-metadata";
import { Arg, Ctx, Field, ObjectType, Query, Resolver, Root, Subscription } from "type-graphql";
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
export const policy = { hidden: new Set<string>(), forbidden: false, broken: false };
export const contexts = new Set<RequestContext>();

/** A source that always has more, and how much it was asked for. */
export const endlessSource = { pulled: 0 };

async function* endless({ signal }: SubscriptionContext): AsyncGenerator<string> {
  for (; !signal.aborted; endlessSource.pulled += 1) yield "x".repeat(100_000);
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
    if (policy.forbidden) throw new ForbiddenError();
    if (policy.broken) throw new Error("the row of Mrs Example");
    if (policy.hidden.has(text)) return null;
    context.audit.read({ action: "note.read", entityType: "Note", records: [{ id: event.aggregateId }] });
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

/** A subgraph that has nothing but events of notes. */
export const notesSubgraph = { name: "notes", entities: [], migrations: [], resolvers: [NoteResolver], references: {} };

export const nurse: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000001", roles: [Role.NURSE] };
export const stranger: TestViewer = { ...nurse, organizationId: "0199a000-0000-7000-8000-000000000002" };
export const noteChanges = "subscription ($after: String) { noteChanged(after: $after) { cursor text } }";

export interface Notes {
  readonly subgraph: TestSubgraph;
  /** Connects to the subgraph, or to another process of it. */
  connect(
    viewer: TestViewer | null,
    options?: Parameters<typeof connectSubscriber>[2],
    process?: TestSubgraph,
  ): Promise<TestSubscriber>;
  /** Changes a note, through a command. */
  write(text: string, options?: { imported?: boolean; type?: string; organizationId?: string }): Promise<void>;
  sql(query: string): Promise<Record<string, string>[]>;
  /** Resolves when every event has its position. */
  settled(): Promise<void>;
  /** Lets everybody leave, and resolves when nothing of them is left. */
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

export async function startNotes(): Promise<Notes> {
  const subgraph = await startTestSubgraph(notesSubgraph);
  const connected: TestSubscriber[] = [];
  const sql = (query: string): Promise<Record<string, string>[]> => subgraph.orm.em.getConnection().execute(query);
  return {
    subgraph,
    sql,
    async connect(viewer, options, process = subgraph) {
      const subscriber = await connectSubscriber(process, viewer, options);
      connected.push(subscriber);
      return subscriber;
    },
    async write(text, { type = "note.changed", imported = false, organizationId = nurse.organizationId } = {}) {
      const viewer = {
        userId: "0199b000-0000-7000-8000-000000000009",
        organizationId,
        roles: [Role.NURSE],
        scopes: new Set(["graphql"]),
        patientId: undefined,
        providerId: undefined,
        breakGlass: [],
      };
      const context = createCommandContext(subgraph.orm, viewer, { correlationId: "test", clientAddress: undefined });
      await runCommand(context, { action: "note.write", entityType: "Note" }, async (unit) => {
        const aggregate = { id: "0199c000-0000-7000-8000-000000000001", version: 1 };
        unit.emit(() => ({ type, typeVersion: 1, aggregateType: "Note", aggregate, payload: { text }, imported }));
      });
    },
    settled: () =>
      until(async () => (await sql("select 1 from outbox_event where position is null limit 1")).length === 0),
    async disconnect() {
      for (const subscriber of connected.splice(0)) await subscriber.close();
      await until(async () => (await openSubscriptions(subgraph.url)) === 0);
    },
    close: subgraph.close,
  };
}

/** The code of the error with which a subscription ended. */
export async function codeOf({ ended }: { readonly ended: Promise<unknown> }): Promise<string | undefined> {
  const [error] = (await ended) as { extensions: { code: string } }[];
  return error?.extensions.code;
}
