import { forgetDrafts } from "./forms/draft-store.ts";
import { forgetSeen } from "./seen-store.ts";

/** Leaves nothing on this device of people who are not signed in on it: of nobody, or of nobody but this user. */
export function forgetPeople(exceptUserId?: string): void {
  forgetDrafts(exceptUserId);
  // What cannot be deleted yet, because a window has it open, is empty already.
  forgetSeen(exceptUserId).catch(() => undefined);
}
