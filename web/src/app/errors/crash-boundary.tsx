import { Component, type ReactNode } from "react";
import { CrashScreen } from "./crash-screen.tsx";

interface CrashState {
  readonly error: unknown;
  readonly crashed: boolean;
}

/** The last net: whatever breaks outside of the routes still ends on a page that says what to do. */
export class CrashBoundary extends Component<{ children: ReactNode }, CrashState> {
  override state: CrashState = { error: null, crashed: false };

  static getDerivedStateFromError(error: unknown): CrashState {
    return { error, crashed: true };
  }

  override render(): ReactNode {
    return this.state.crashed ? <CrashScreen error={this.state.error} /> : this.props.children;
  }
}
