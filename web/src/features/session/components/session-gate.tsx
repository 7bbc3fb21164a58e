import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { Navigate, useLocation } from "react-router";
import { SessionDocument, type SessionQuery } from "../../../graphql/graphql.ts";
import { forgetPeople } from "../../../lib/device-memory.ts";
import { isSessionEnd } from "../../../lib/graphql/failure.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { signInPath } from "../../../lib/return-path.ts";
import { useSessionControl } from "../../../lib/session-control.ts";
import { ViewerContext, type ViewerFacts } from "../../../lib/viewer.ts";

interface SessionGateProps {
  readonly children: ReactNode;
  readonly loading: ReactNode;
  readonly failed: (retry: () => void) => ReactNode;
}

/** Shows its children to whoever is signed in, and sends everyone else to the sign-in page and back. */
export function SessionGate({ children, loading, failed }: SessionGateProps) {
  const location = useLocation();
  const { data, error, fetching, retry } = useAnswer({ query: SessionDocument, requestPolicy: "network-only" });
  const { belongTo, forget } = useSessionControl();
  const [hasFailed, setHasFailed] = useState(false);
  const tryAgain = useCallback(() => {
    setHasFailed(true);
    retry();
  }, [retry]);
  const viewer = useMemo(() => viewerFacts(data), [data]);
  const nobody = viewer === null && !fetching && (error === undefined || isSessionEnd(error));
  const userId = viewer?.id;

  // Whatever the last session left, however it ended.
  useEffect(() => {
    if (nobody) {
      forget();
    }
    if (nobody || userId !== undefined) {
      forgetPeople(userId);
    }
    if (userId !== undefined) {
      belongTo(userId);
    }
  }, [nobody, userId, belongTo, forget]);

  if (viewer !== null) {
    return <ViewerContext value={viewer}>{children}</ViewerContext>;
  }
  if (fetching) {
    // That it is tried again changes nothing of what is said until there is an answer.
    return hasFailed ? failed(tryAgain) : loading;
  }
  if (nobody) {
    return <Navigate to={signInPath(`${location.pathname}${location.search}`)} replace />;
  }
  return failed(tryAgain);
}

function viewerFacts(data: SessionQuery | undefined): ViewerFacts | null {
  const viewer = data?.viewer;
  if (!viewer?.organization) {
    return null;
  }
  return {
    id: viewer.id,
    displayName: viewer.displayName ?? viewer.email ?? viewer.organization.name,
    email: viewer.email,
    roles: viewer.roles,
    organization: viewer.organization,
    patientId: viewer.patient?.id ?? null,
    providerId: viewer.provider?.id ?? null,
  };
}
