import { type CommandContext, runCommand } from "@careconnect/kit";
import { queueMail } from "../mail/mail.queue.ts";
import { mailTexts } from "../mail/mail.texts.ts";
import { endSignIns, revokeSessions } from "../session/session.service.ts";
import { UserRow } from "../user/user.entity.ts";
import { userPasswordChanged } from "../user/user.events.ts";
import { hashPassword } from "../user/user.password.ts";

/** Gives the viewer another password, tells them by mail, and ends their sign-ins in every other browser. */
export async function changePassword(
  context: CommandContext,
  password: string,
  browserSessionHash: string,
): Promise<void> {
  const passwordHash = await hashPassword(password);
  const { userId } = context.viewer;
  await runCommand(context, { action: "user.password.change", entityType: "User" }, async (unit) => {
    await endSignIns(unit, { userId, elsewhereThan: browserSessionHash }, "REVOKED");
    const user = await unit.em.findOneOrFail(UserRow, { id: userId });
    user.passwordHash = passwordHash;
    if (user.email) queueMail(unit.em, user.email, mailTexts.passwordChanged(user.displayName));
    unit.emit(() => userPasswordChanged(user, false));
    unit.touch(userId);
  });
}

/** Ends one of the viewer's sign-ins. */
export async function endOwnSession(context: CommandContext, id: string): Promise<void> {
  const { userId } = context.viewer;
  await runCommand(context, { action: "session.revoke", entityType: "Session" }, (unit) =>
    revokeSessions(unit, { userId, id }, "REVOKED"),
  );
}

/** Ends the viewer's sign-ins in every other browser. */
export async function endOtherSessions(context: CommandContext, browserSessionHash: string): Promise<void> {
  const { userId } = context.viewer;
  await runCommand(context, { action: "session.revoke", entityType: "Session" }, (unit) =>
    endSignIns(unit, { userId, elsewhereThan: browserSessionHash }, "REVOKED"),
  );
}
