import { forgetDrafts } from "./forms/draft-store.ts";
import { forgetSearches } from "./kept-search.ts";
import { forgetSeen } from "./seen-store.ts";

/** Leaves nothing on this device of people who are not signed in on it: of nobody, or of nobody but this user. */
export function forgetPeople(exceptUserId?: string): void {
  forgetDrafts(exceptUserId);
  forgetSearches(exceptUserId);
  // The session's own store is emptied by the session; to delete it while a window has it open would keep all from opening it.
  if (exceptUserId !== undefined) {
    forgetSeen(exceptUserId).catch(() => undefined);
  }
}
