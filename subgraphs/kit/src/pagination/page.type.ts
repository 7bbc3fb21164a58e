import { ArgsType, type ClassType, Directive, Field, Int, ObjectType } from "type-graphql";
import type { Connection, Edge } from "./connection.ts";

@Directive("@shareable")
@ObjectType({ description: "Where a page stands in its list (Relay)." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether more items follow." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether items precede this page." })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "The first item's cursor." })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: "The last item's cursor: pass it as `after` for the next page." })
  endCursor!: string | null;
}

/** The arguments of every connection. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: "How many items at most: 20 by default, 100 at most." })
  first?: number | null;

  @Field(() => String, { nullable: true, description: "The cursor after which the page starts." })
  after?: string | null;
}

/** The connection and edge types of a node type, e.g. `PatientConnection` and `PatientEdge` of `Patient`. */
export function connectionType<Node extends object>(name: string, node: () => ClassType<Node>, plural: string) {
  @ObjectType(`${name}Edge`, { description: `One of a page of ${plural}.` })
  class EdgeType {
    @Field(() => String, { description: "This item's position, for `after`." })
    cursor!: Edge<unknown>["cursor"];

    @Field(node, { description: "The item." })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${plural} (Relay connection).` })
  class ConnectionType {
    @Field(() => [EdgeType], { description: "The items with their cursors." })
    edges!: Connection<unknown>["edges"];

    @Field(() => [node()], { description: "The items." })
    nodes!: Connection<unknown>["nodes"];

    @Field(() => PageInfo, { description: "Where this page stands in the list." })
    pageInfo!: Connection<unknown>["pageInfo"];

    @Field(() => Int, { description: "How many items the whole list has." })
    totalCount!: Connection<unknown>["totalCount"];
  }
  return ConnectionType;
}
