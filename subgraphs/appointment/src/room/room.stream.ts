import { BadUserInputError, describeFault, eventStream, knownUuid, type SubscriptionContext } from "@careconnect/kit";
import { roomEventTypes } from "./room.events.ts";
import { type FollowedSeat, findSeat, noteSeen } from "./room.service.ts";

/** How often a window that is open says so, in milliseconds: the other side is told when it has not for a while. */
const signOfLife = 15_000;

/** Tells at once, and whenever something happens in the room: how it is, the resolver looks up. */
export async function roomChanges(
  context: SubscriptionContext,
  { seat }: { readonly seat: string },
): Promise<AsyncIterable<FollowedSeat>> {
  const followed = await requireSeat(context, seat);
  const events = await eventStream(context, {
    field: "visitRoomChanged",
    after: null,
    types: roomEventTypes,
    wants: ({ aggregateId }) => aggregateId === followed.roomId,
  });
  return follow();

  async function* follow(): AsyncGenerator<FollowedSeat> {
    const timer = setInterval(() => {
      noteSeen(context, followed).catch((error: unknown) => {
        context.log.warn({ fault: describeFault(error) }, "a window in a visit's room could not be noted as open");
      });
    }, signOfLife);
    try {
      // What happened since the seat was taken, and what was told to it meanwhile.
      yield followed;
      for await (const _event of events) yield followed;
    } finally {
      clearInterval(timer);
    }
  }
}

async function requireSeat(context: SubscriptionContext, seat: string): Promise<FollowedSeat> {
  const followed = await findSeat(context, knownUuid(seat));
  if (followed) return followed;
  throw new BadUserInputError("This seat is not yours, or not any more: join again.", ["seat"]);
}
