import { by, Role, type Rule, reachOf, type Viewer } from "@careconnect/kit";

/** Administration invites; which roles the staff may give is {@link rolesToGive}. */
export const inviteUsers: Rule = { action: "user.invite", may: by("organization", Role.ADMIN, Role.STAFF) };

export const readInvitations: Rule = { action: "invitation.read", may: by("organization", Role.ADMIN, Role.STAFF) };

export const revokeInvitations: Rule = { action: "invitation.revoke", may: by("organization", Role.ADMIN, Role.STAFF) };

/**
 * To invite a further address to a patient's record that has one already, such as for somebody's parents. The front desk
 * could open any patient's record with an address of its own.
 */
export const sharePatients: Rule = { action: "user.invite.share-patient", may: by("organization", Role.ADMIN) };

/** To invite people as something else than patients, and to see and revoke such invitations. */
export const inviteColleagues: Rule = { action: "user.invite.colleague", may: by("organization", Role.ADMIN) };

/** The roles that the viewer may give away: whoever may not invite colleagues invites patients alone. */
export function rolesToGive(viewer: Viewer): readonly Role[] {
  return reachOf(viewer, inviteColleagues).length > 0 ? Object.values(Role) : [Role.PATIENT];
}
