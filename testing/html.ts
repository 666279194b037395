import assert from "node:assert/strict";

/** Nothing that a Content-Security-Policy without inline code would stop. */
export function assertNoInlineCode(html: string): void {
  assert.doesNotMatch(html, /<script(?![^>]* src="\/assets\/)[^>]*>/i);
  assert.doesNotMatch(html, /<style|<[^>]* style=|<[^>"]* on\w+=|javascript:/i);
}

/** What stands in a form's field. */
export function valueOf(html: string, field: string): string | undefined {
  const value = new RegExp(`<input id="${field}"[^>]*? value="([^"]*)"`).exec(html)?.[1];
  return value === undefined ? undefined : unescaped(value);
}

/** The message beside a form's field, if there is one. */
export function messageAt(html: string, field: string): string | undefined {
  const message = new RegExp(`<p class="error" id="${field}-error">([^<]*)</p>`).exec(html)?.[1];
  return message === undefined ? undefined : unescaped(message);
}

/** The text that HTML stands for. */
export function unescaped(text: string): string {
  const names: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => names[name]!);
}
