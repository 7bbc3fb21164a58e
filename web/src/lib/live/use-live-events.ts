import type { AnyVariables, TypedDocumentNode } from "@urql/core";
import { useEffect, useRef } from "react";
import { useClient } from "urql";
import { followStream } from "./follow-stream.ts";
import { useConnection } from "./live.ts";

interface LiveEvents<Data> {
  readonly onEvent?: (data: Data) => void;
  /** The stream was opened, and begins with what is to come: reads what may have changed before. */
  readonly onOpened?: () => void;
}

/** Reads a subscription for as long as the caller is shown and the server can tell of changes. */
export function useLiveEvents<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  events: LiveEvents<Data>,
): void {
  const client = useClient();
  const isLive = useConnection() === "live";
  const latest = useRef(events);
  useEffect(() => {
    latest.current = events;
  }, [events]);

  useEffect(() => {
    if (!isLive) {
      return;
    }
    return followStream(client, query, {
      variables: () => variables,
      onEvent: (data) => data && latest.current.onEvent?.(data),
      onOpened: () => latest.current.onOpened?.(),
    });
  }, [client, query, variables, isLive]);
}
