import type { Locator } from "playwright-core";

/**
 * Types text in the place of what an editor has, as somebody does by the keyboard. To `fill` one puts the browser's own
 * edit in the place of the editor's, and that leaves styles in it, which the page's policy refuses.
 */
export async function retype(editor: Locator, text: string): Promise<void> {
  const { keyboard } = editor.page();
  await editor.focus();
  await keyboard.press("ControlOrMeta+A");
  await keyboard.press("Delete");
  await keyboard.insertText(text);
}
