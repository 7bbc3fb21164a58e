import type { CommandOutcome, RequestContext, SubscriptionContext, UserError } from "@careconnect/kit";
import { Arg, Ctx, ID, Mutation, Resolver, Root, Subscription } from "type-graphql";
import { admitToVisitRoom, joinVisitRoom, leaveVisitRoom, sendVisitSignal } from "./room.commands.ts";
import { JoinVisitRoomInput, SendVisitSignalInput, VisitSeatInput } from "./room.input.ts";
import { changeSeenFrom, type FollowedSeat, readRoom } from "./room.service.ts";
import { roomChanges } from "./room.stream.ts";
import {
  AdmitToVisitRoomPayload,
  JoinVisitRoomPayload,
  LeaveVisitRoomPayload,
  SendVisitSignalPayload,
  type VisitRoom,
  VisitRoomChange,
} from "./room.type.ts";

interface Subscriber {
  readonly context: SubscriptionContext;
  readonly args: { readonly seat: string };
}

interface RoomPayload {
  readonly visitRoom: VisitRoom | null;
  readonly userErrors: readonly UserError[];
}

async function roomPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<RoomPayload> {
  const { id, userErrors } = await command;
  return { visitRoom: id === null ? null : await readRoom(context, id), userErrors };
}

@Resolver()
export class RoomResolver {
  @Mutation(() => JoinVisitRoomPayload, {
    nullable: true,
    description:
      "Goes into the room of a video visit, as the side that the link says. A patient waits there until they are let in.",
  })
  joinVisitRoom(
    @Ctx() context: RequestContext,
    @Arg("input", () => JoinVisitRoomInput, { description: "By which link." }) input: JoinVisitRoomInput,
  ): Promise<RoomPayload> {
    return roomPayload(context, joinVisitRoom(context, input));
  }

  @Mutation(() => AdmitToVisitRoomPayload, { nullable: true, description: "Lets the patient in, who waits." })
  admitToVisitRoom(
    @Ctx() context: RequestContext,
    @Arg("input", () => VisitSeatInput, { description: "By the provider's seat." }) input: VisitSeatInput,
  ): Promise<RoomPayload> {
    return roomPayload(context, admitToVisitRoom(context, input));
  }

  @Mutation(() => SendVisitSignalPayload, {
    nullable: true,
    description: "Tells the browser on the other side how to reach this one; it is told once, and forgotten with that.",
  })
  sendVisitSignal(
    @Ctx() context: RequestContext,
    @Arg("input", () => SendVisitSignalInput, { description: "What." }) input: SendVisitSignalInput,
  ): Promise<RoomPayload> {
    return roomPayload(context, sendVisitSignal(context, input));
  }

  @Mutation(() => LeaveVisitRoomPayload, {
    nullable: true,
    description: "Leaves the room; a patient who comes again waits again.",
  })
  leaveVisitRoom(
    @Ctx() context: RequestContext,
    @Arg("input", () => VisitSeatInput, { description: "Whose seat." }) input: VisitSeatInput,
  ): Promise<RoomPayload> {
    return roomPayload(context, leaveVisitRoom(context, input));
  }

  @Subscription(() => VisitRoomChange, {
    nullable: true,
    description: "How the room is, at once and whenever that changes, with what the other browser told this one.",
    subscribe: ({ context, args }: Subscriber) => roomChanges(context, args),
  })
  visitRoomChanged(
    @Ctx() context: RequestContext,
    @Root() followed: FollowedSeat,
    @Arg("seat", () => ID, { description: "The viewer's own seat." }) _seat: string,
  ): Promise<VisitRoomChange | null> {
    return changeSeenFrom(context, followed);
  }
}
