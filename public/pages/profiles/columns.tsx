import type { Column } from "../../components/column.ts";
import { t } from "../../texts/index.ts";
import type { ShownProfile } from "./types.ts";
import { attemptsWords, signatureWords, usedByWords } from "./words.ts";

/** What tells contracts apart at a glance. */
export const columns = (): Column<ShownProfile>[] => [
  {
    id: "profile",
    header: t("profiles.column.profile"),
    grow: true,
    cell: ({ title }) => <bdi>{title}</bdi>,
    second: ({ description, name }) => <bdi>{description || name}</bdi>,
  },
  {
    id: "body",
    header: t("profiles.column.body"),
    narrow: "hide",
    cell: ({ body }) => t(`profiles.body.${body}.short`),
    second: (profile) => signatureWords(profile),
  },
  { id: "attempts", header: t("profiles.column.attempts"), narrow: "line", tone: "dim", cell: attemptsWords },
  {
    id: "used",
    header: t("profiles.column.used"),
    align: "end",
    narrow: "labelled",
    tone: "dim",
    cell: usedByWords,
  },
];
