import type { AnyVariables, TypedDocumentNode } from "@urql/core";
import { useEffect, useRef } from "react";
import { useClient } from "urql";
import { afterOpening, followStream } from "./follow-stream.ts";
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
    const stop = followStream(client, query, {
      variables: () => variables,
      onEvent: (data) => data && latest.current.onEvent?.(data),
    });
    const opened = afterOpening(() => latest.current.onOpened?.());
    return () => {
      clearTimeout(opened);
      stop();
    };
  }, [client, query, variables, isLive]);
}
