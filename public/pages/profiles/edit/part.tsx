import type { ComponentChildren } from "preact";
import { Panel, Section } from "../../../components/section.tsx";
import type { Change, Draft } from "./draft.ts";

/** What every part of the form gets. */
export type PartProps = {
  draft: Draft;
  set(change: Change): void;
  /** What is wrong at one place of the profile, by the last save or the preview. */
  errorAt(pointer: string): string | undefined;
};

/** Fields that belong together. */
export const Part = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <Section title={title}>
    <Panel padded>
      <div class="form">{children}</div>
    </Panel>
  </Section>
);
