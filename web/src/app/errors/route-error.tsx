import { useRouteError } from "react-router";
import { CrashScreen } from "./crash-screen.tsx";

export function RouteError() {
  return <CrashScreen error={useRouteError()} />;
}
