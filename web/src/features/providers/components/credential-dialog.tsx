import type { CredentialRowFragment } from "../../../graphql/graphql.ts";
import { AddCredentialDialog } from "./add-credential-dialog.tsx";
import { CredentialHistoryDialog } from "./credential-history-dialog.tsx";
import { RenewCredentialDialog } from "./renew-credential-dialog.tsx";
import { RevokeCredentialDialog } from "./revoke-credential-dialog.tsx";

export type CredentialRequest =
  | { readonly kind: "add"; readonly providerId: string; readonly today: string }
  | { readonly kind: "renew"; readonly credential: CredentialRowFragment }
  | { readonly kind: "revoke"; readonly credential: CredentialRowFragment }
  | { readonly kind: "history"; readonly providerId: string; readonly credential: CredentialRowFragment };

interface CredentialDialogProps {
  readonly request: CredentialRequest;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The dialogs about credentials, in one chunk that is loaded with the first of them. */
export function CredentialDialog({ request, ...dialog }: CredentialDialogProps) {
  switch (request.kind) {
    case "add":
      return <AddCredentialDialog providerId={request.providerId} today={request.today} {...dialog} />;
    case "renew":
      return <RenewCredentialDialog credential={request.credential} {...dialog} />;
    case "revoke":
      return <RevokeCredentialDialog credential={request.credential} {...dialog} />;
    case "history":
      return <CredentialHistoryDialog providerId={request.providerId} credential={request.credential} {...dialog} />;
  }
}
