import { CommandRefusal, defineCommand } from "@careconnect/kit";
import { z } from "zod";
import { endSignIns } from "../session/session.service.ts";
import { lockAdministrators, requireAnotherAdministrator } from "./user.administrators.ts";
import { lockNamedUser } from "./user.lock.ts";
import { userReinstated, userSuspended } from "./user.suspension.events.ts";
import { suspendUsers } from "./user.suspension.policy.ts";

const reason = z.string().trim().min(10, "must have 10 characters at least").max(500, "must have 500 at most");

export const suspendUser = defineCommand({
  name: "suspendUser",
  rule: suspendUsers,
  entityType: "User",
  schema: z.object({ id: z.string(), reason }),
  async run(unit, { id, reason }, { viewer }) {
    const administrators = await lockAdministrators(unit.em);
    const user = await lockNamedUser(unit.em, id);
    if (user.id === viewer.userId)
      throw new CommandRefusal("OWN_ACCOUNT", ["id"], "Nobody suspends themselves: ask another administrator.");
    if (user.suspendedAt) throw new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "This account is suspended already.");
    requireAnotherAdministrator(administrators, user, "id");
    await endSignIns(unit, { userId: user.id }, "SUSPENDED");
    user.suspendedAt = new Date();
    user.suspensionReason = reason;
    unit.emit(() => userSuspended(user));
    return user.id;
  },
});

export const reinstateUser = defineCommand({
  name: "reinstateUser",
  rule: suspendUsers,
  entityType: "User",
  schema: z.object({ id: z.string() }),
  async run(unit, { id }) {
    const user = await lockNamedUser(unit.em, id);
    if (!user.suspendedAt) throw new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "This account is not suspended.");
    user.suspendedAt = null;
    user.suspensionReason = null;
    unit.emit(() => userReinstated(user));
    return user.id;
  },
});
