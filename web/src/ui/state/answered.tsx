import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { Sheet } from "../layout/sheet.tsx";
import { ErrorState } from "./error-state.tsx";

interface AnsweredProps<Value> {
  /** What the page is about; undefined or null where it is not there. */
  readonly value: Value | null | undefined;
  readonly fetching: boolean;
  readonly onRetry: () => void;
  /** Heights, in pixels, of what stands for the page while it is loaded. */
  readonly skeleton?: readonly number[];
  readonly children: (value: Value) => ReactNode;
}

/** A part of a page once its answer is there; until then where it will stand, or why it is not. */
export function Answered<Value>({ value, fetching, onRetry, skeleton = [220, 300], children }: AnsweredProps<Value>) {
  const { t } = useTranslation();
  if (value !== null && value !== undefined) {
    return children(value);
  }
  if (!fetching) {
    return (
      <Sheet>
        <ErrorState onRetry={onRetry} />
      </Sheet>
    );
  }
  return (
    <div role="status" aria-label={t("common.loading")}>
      {skeleton.map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <Skeleton key={index} height={height} radius={12} mb={16} />
      ))}
    </div>
  );
}
