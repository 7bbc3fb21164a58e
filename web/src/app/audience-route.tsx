import { Outlet } from "react-router";
import { audienceOf, isDesk, useViewer } from "../lib/viewer.ts";
import { NotFoundPage } from "./errors/not-found-page.tsx";

/** Pages for one audience. For everyone else they do not exist; the server refuses the data in any case. */
export function AudienceRoute({ audience }: { audience: "staff" | "patient" | "desk" }) {
  const { roles } = useViewer();
  return (audience === "desk" ? isDesk(roles) : audienceOf(roles) === audience) ? <Outlet /> : <NotFoundPage />;
}
