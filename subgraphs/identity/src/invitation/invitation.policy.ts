import { by, Role, type Rule } from "@careconnect/kit";

/** Administration invites; which roles the staff may give is {@link rolesToGive}. */
export const inviteUsers: Rule = { action: "user.invite", may: by("organization", Role.ADMIN, Role.STAFF) };

export const readInvitations: Rule = { action: "invitation.read", may: by("organization", Role.ADMIN, Role.STAFF) };

export const revokeInvitations: Rule = { action: "invitation.revoke", may: by("organization", Role.ADMIN, Role.STAFF) };

/**
 * Whether the viewer may invite a further address to a patient's record that has one already: an administrator, such as
 * for somebody's parents. The front desk could open any patient's record with an address of its own.
 */
export function maySharePatients(viewer: { readonly roles: readonly Role[] }): boolean {
  return viewer.roles.includes(Role.ADMIN);
}

/** The roles that the viewer may give away: the front desk invites patients, an administrator everybody. */
export function rolesToGive(viewer: { readonly roles: readonly Role[] }): readonly Role[] {
  return viewer.roles.includes(Role.ADMIN) ? Object.values(Role) : [Role.PATIENT];
}
