import { seal, unseal } from "@careconnect/kit";
import { z } from "zod";
import { RoomSide } from "./room.side.ts";

/** What a link into a room says. It opens the room as one side until it expires, to whoever may be on that side. */
export interface RoomLink {
  readonly organizationId: string;
  readonly appointmentId: string;
  readonly side: RoomSide;
  readonly expiresAt: Date;
}

/** Links have a key of their own. */
const purpose = "visit-room.link";

const content = z.tuple([z.uuid(), z.uuid(), z.enum(RoomSide), z.int()]);

/** Sealed, so that it can be neither read nor altered; it stands in the fragment of an address, which no server is sent. */
export function createLink({ organizationId, appointmentId, side, expiresAt }: RoomLink): string {
  return seal(JSON.stringify([organizationId, appointmentId, side, expiresAt.getTime()]), purpose);
}

/** Reverses {@link createLink}; undefined for what is no link of ours. */
export function readLink(link: string): RoomLink | undefined {
  try {
    const [organizationId, appointmentId, side, expiresAt] = content.parse(JSON.parse(unseal(link, purpose)));
    return { organizationId, appointmentId, side, expiresAt: new Date(expiresAt) };
  } catch {
    // Altered, cut off, or sealed with a key that is gone: all the same to the caller.
    return undefined;
  }
}
