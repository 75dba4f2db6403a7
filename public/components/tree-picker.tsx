import { useMemo, useState } from "preact/hooks";
import { t } from "../texts/index.ts";
import { Button, IconButton } from "./button.tsx";
import { Checkbox } from "./checkbox.tsx";
import { covers, isPattern, type TreeNode, treeOf, withPattern } from "./event-type-tree.ts";
import { Plus, X } from "./icons.ts";
import { SearchInput } from "./search-input.tsx";

type TreePickerProps = {
  label: string;
  /** The catalogue's names. */
  names: readonly string[];
  /** Patterns: `order.created`, `order.*`, `*`. */
  value: readonly string[];
  onChange(patterns: string[]): void;
};

/** Chooses event types from the catalogue's tree, whole branches as patterns; others can be typed. */
export function TreePicker({ label, names, value, onChange }: TreePickerProps) {
  const [text, setText] = useState("");
  const shown = useMemo(
    () => treeOf(names.filter((name) => name.toLowerCase().includes(text.toLowerCase()))),
    [names, text],
  );
  const toggle = (pattern: string, isOn: boolean) =>
    onChange(isOn ? withPattern(value, pattern) : value.filter((one) => one !== pattern));
  return (
    <fieldset class="tree-picker">
      <legend class="sr-only">{label}</legend>
      <Chosen patterns={value} onRemove={(pattern) => toggle(pattern, false)} />
      <SearchInput label={t("tree.search")} value={text} onChange={setText} />
      <div class="tree">
        {text === "" && <Choice pattern="*" label={t("tree.all")} {...{ value, toggle }} />}
        {shown.length === 0 && text !== "" && <p class="faint">{t("tree.none")}</p>}
        <Branches nodes={shown} {...{ value, toggle }} />
      </div>
      {isPattern(text) && !value.includes(text) && !names.includes(text) && (
        <Button icon={Plus} onClick={() => toggle(text, true)}>
          {t("tree.add", { pattern: text })}
        </Button>
      )}
    </fieldset>
  );
}

type ChoiceProps = { value: readonly string[]; toggle(pattern: string, isOn: boolean): void };

function Branches({ nodes, ...choice }: { nodes: readonly TreeNode[] } & ChoiceProps) {
  if (nodes.length === 0) return null;
  return (
    <ul>
      {nodes.map((node) => (
        <li key={node.name}>
          {node.children.length > 0 && (
            <Choice pattern={`${node.name}.*`} label={t("tree.below", { name: node.name })} {...choice} />
          )}
          {node.isType && <Choice pattern={node.name} label={node.name} {...choice} />}
          <Branches nodes={node.children} {...choice} />
        </li>
      ))}
    </ul>
  );
}

/** What a wider pattern means already is ticked and cannot be taken out on its own. */
function Choice({ pattern, label, value, toggle }: { pattern: string; label: string } & ChoiceProps) {
  const isOwn = value.includes(pattern);
  const isCovered = !isOwn && value.some((one) => covers(one, pattern));
  const isMixed = !isOwn && !isCovered && value.some((one) => covers(pattern, one));
  return (
    <Checkbox
      label={<bdi>{label}</bdi>}
      checked={isOwn || isCovered}
      disabled={isCovered}
      isMixed={isMixed}
      onChange={(isOn) => toggle(pattern, isOn)}
    />
  );
}

function Chosen({ patterns, onRemove }: { patterns: readonly string[]; onRemove(pattern: string): void }) {
  if (patterns.length === 0) return null;
  return (
    <ul class="chips" aria-label={t("tree.chosen", { count: patterns.length })}>
      {patterns.map((pattern) => (
        <li key={pattern} class="chip">
          <code dir="ltr">{pattern}</code>
          <IconButton label={t("tree.remove", { pattern })} icon={X} onClick={() => onRemove(pattern)} />
        </li>
      ))}
    </ul>
  );
}
