import { forgetDrafts } from "./forms/draft-store.ts";

/** Leaves nothing on this device of people who are not signed in on it: of nobody, or of nobody but this user. */
export function forgetPeople(exceptUserId?: string): void {
  forgetDrafts(exceptUserId);
}
