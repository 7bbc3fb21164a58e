import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { createMemoryRouter, useLocation } from "react-router";
import { RouterProvider } from "react-router/dom";
import { Provider } from "urql";
import { createGraphqlClient } from "../app/graphql-client.ts";
import type { LiveSocket } from "../app/live/live-socket.ts";
import { createLive, type Live, LiveContext } from "../lib/live/live.ts";
import { ViewerContext, type ViewerFacts } from "../lib/viewer.ts";
import { cssVariablesResolver, theme } from "../ui/theme/theme.ts";

export const staffViewer: ViewerFacts = {
  id: "u1",
  displayName: "Dr. Leila Haddad",
  email: "doctor@careconnect.test",
  roles: ["PROVIDER"],
  organization: { id: "o1", name: "CareConnect Clinic", timeZone: "America/New_York", currency: "USD" },
  patientId: null,
  providerId: "d1",
};

interface RenderOptions {
  readonly at?: string;
  readonly viewer?: ViewerFacts | null;
  readonly onSessionEnd?: () => void;
  readonly live?: Live;
  readonly socket?: Pick<LiveSocket, "subscribe">;
}

// A socket on which nothing ever arrives.
const silent: Pick<LiveSocket, "subscribe"> = { subscribe: () => () => undefined };

/** A page with everything that stands around it in the app, except the shell. */
export function renderPage(page: ReactElement, options: RenderOptions = {}) {
  const { at = "/", viewer = staffViewer, onSessionEnd = () => undefined } = options;
  const { live = createLive(), socket = silent } = options;
  const routes = [
    { path: "/sign-in", element: <Address /> },
    { path: "*", element: page },
  ];
  const router = createMemoryRouter(routes, { initialEntries: [at] });
  return render(
    <MantineProvider env="test" theme={theme} cssVariablesResolver={cssVariablesResolver}>
      <LiveContext value={live}>
        <Provider value={createGraphqlClient(onSessionEnd, socket)}>
          <ViewerContext value={viewer}>
            <RouterProvider router={router} />
          </ViewerContext>
        </Provider>
      </LiveContext>
    </MantineProvider>,
  );
}

function Address() {
  const { pathname, search } = useLocation();
  return <p data-testid="address">{`${pathname}${search}`}</p>;
}
