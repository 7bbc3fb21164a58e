import { aboutNobody, type SubjectRule } from "../subject/subject.rules.ts";
import { FileRemoval } from "./file-removal.entity.ts";

/** Of {@link FileRemoval}. */
export const fileRemovalRules: readonly SubjectRule[] = aboutNobody("which files are going to be gone", FileRemoval);
