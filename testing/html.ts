import assert from "node:assert/strict";

/** Asserts that a page has no inline script or style, which its Content-Security-Policy blocks. */
export function assertNoInlineCode(html: string): void {
  assert.doesNotMatch(html, /<script(?![^>]* src="\/assets\/)[^>]*>/i);
  assert.doesNotMatch(html, /<style|<[^>]* style=|<[^>"]* on\w+=|javascript:/i);
}

/** Value of a form field. */
export function valueOf(html: string, field: string): string | undefined {
  const value = new RegExp(`<input id="${field}"[^>]*? value="([^"]*)"`).exec(html)?.[1];
  return value === undefined ? undefined : unescaped(value);
}

/** Error message beside a form field; undefined without one. */
export function messageAt(html: string, field: string): string | undefined {
  const message = new RegExp(`<p class="error" id="${field}-error">([^<]*)</p>`).exec(html)?.[1];
  return message === undefined ? undefined : unescaped(message);
}

/** Decodes the character references of escaped text. */
export function unescaped(text: string): string {
  const names: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => names[name]!);
}
