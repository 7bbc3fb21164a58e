import { blindIndexOf } from "@careconnect/kit";
import { closesAt, type RoomVisit } from "./room.hours.ts";
import { createLink } from "./room.link.ts";
import { type RoomSettings, roomSettings } from "./room.settings.ts";
import type { RoomSide } from "./room.side.ts";

/** Where one side of a visit goes to meet the other: the one function that another way of meeting has to provide. */
export type VideoRoom = (visit: RoomVisit, side: RoomSide, now: Date) => string;

/** Our own page. The link is in the fragment: neither a server's log nor a referrer has it. */
function ownRoom({ origin, linkMinutes }: RoomSettings): VideoRoom {
  return (visit, side, now) => {
    const expiresAt = new Date(Math.min(now.getTime() + linkMinutes * 60_000, closesAt(visit).getTime()));
    const link = createLink({ organizationId: visit.organizationId, appointmentId: visit.id, side, expiresAt });
    return `${origin}/visit/${visit.id}#${link}`;
  };
}

/**
 * A vendor's room, by an address with places for `{room}` and `{side}`. The room's name cannot be guessed and says nothing of
 * the visit; whether the vendor lets others in is the vendor's. This was never tried with one.
 */
function vendorRoom(address: string): VideoRoom {
  return ({ id, organizationId }, side) =>
    address
      .replaceAll("{room}", blindIndexOf(id, "visit-room.vendor", organizationId))
      .replaceAll("{side}", side.toLowerCase());
}

/** The room that is configured. */
export function videoRoom(): VideoRoom {
  const settings = roomSettings();
  return settings.vendorUrl === undefined ? ownRoom(settings) : vendorRoom(settings.vendorUrl);
}
