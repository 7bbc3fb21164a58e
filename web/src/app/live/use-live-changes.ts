import { useEffect } from "react";
import { useClient } from "urql";
import { useLive } from "../../lib/live/live.ts";
import { followChanges } from "./follow-changes.ts";

/** Follows what changes for as long as the caller is shown. */
export function useLiveChanges(): void {
  const client = useClient();
  const live = useLive();
  useEffect(() => followChanges(client, live), [client, live]);
}
