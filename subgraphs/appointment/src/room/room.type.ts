import { DateTime, payloadType } from "@careconnect/kit";
import { Field, ID, ObjectType } from "type-graphql";
import { RoomSide } from "./room.side.ts";

@ObjectType({ description: "A server that helps browsers to reach each other (RTCIceServer)." })
export class IceServer {
  @Field(() => [String], { description: "stun:, turn: or turns: addresses." })
  urls!: string[];

  @Field(() => String, { nullable: true, description: "For TURN; ends with the room." })
  username!: string | null;

  @Field(() => String, { nullable: true, description: "For TURN; ends with the room." })
  credential!: string | null;
}

@ObjectType({ description: "The room of a video visit, as whoever is in it sees it." })
export class VisitRoom {
  @Field(() => RoomSide, { description: "Who the viewer is in this visit." })
  side!: RoomSide;

  @Field(() => ID, {
    nullable: true,
    description: "The viewer's seat, that of the window that they used last; null when they left.",
  })
  seat!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The other side's seat, another one when they come again; null while nobody is there.",
  })
  peer!: string | null;

  @Field(() => Boolean, { description: "Whether the patient was let in." })
  admitted!: boolean;

  @Field(() => DateTime, { description: "When the room closes." })
  closesAt!: Date;

  @Field(() => [IceServer], {
    description: "What helps both browsers to reach each other; none on one network, 10 at most.",
  })
  iceServers!: IceServer[];
}

@ObjectType({ description: "How the room of a video visit is now, and what the other browser told this one since." })
export class VisitRoomChange {
  @Field(() => VisitRoom, {
    description: "The room; with another `seat` than the one that is followed, the visit was opened in another window.",
  })
  room!: VisitRoom;

  @Field(() => [String], {
    description: "In the order in which they were sent; each is told once and then forgotten; 50 at most.",
  })
  signals!: string[];
}

export const JoinVisitRoomPayload = payloadType("JoinVisitRoom", "visitRoom", () => VisitRoom);
export const AdmitToVisitRoomPayload = payloadType("AdmitToVisitRoom", "visitRoom", () => VisitRoom);
export const SendVisitSignalPayload = payloadType("SendVisitSignal", "visitRoom", () => VisitRoom);
export const LeaveVisitRoomPayload = payloadType("LeaveVisitRoom", "visitRoom", () => VisitRoom);
