import type { WaitlistRowFragment } from "../../../graphql/graphql.ts";
import { AcceptDialog } from "./accept-dialog.tsx";
import { JoinDialog } from "./join-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";

export type WaitlistRequest = { readonly onDone: () => void } & (
  | { readonly kind: "join" }
  | { readonly kind: "leave" | "accept"; readonly entry: WaitlistRowFragment }
);

interface WaitlistDialogProps {
  readonly request: WaitlistRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The dialogs about those who wait, in one chunk that is loaded with the first of them. */
export function WaitlistDialog({ request, ...dialog }: WaitlistDialogProps) {
  const { onDone } = request;
  switch (request.kind) {
    case "join":
      return <JoinDialog onDone={onDone} {...dialog} />;
    case "leave":
      return <LeaveDialog entry={request.entry} onDone={onDone} {...dialog} />;
    case "accept":
      return <AcceptDialog entry={request.entry} onDone={onDone} {...dialog} />;
  }
}
