import assert from "node:assert/strict";
import { condenseScript, condenseStyle, condenseTemplate } from "../../views/condense.ts";

Deno.test("condenseStyle() removes comments and the white space around punctuation", () => {
  const style =
    '/* For\n print */\n.a,\n.b::before {\n  content: " ▾" / "";\n  margin: 0\n    auto;\n}\n';
  assert.equal(condenseStyle("a { margin: 0.5rem 10.5rem }"), "a{margin:.5rem 10.5rem}");
  assert.equal(condenseStyle(style), '.a,.b::before{content:" ▾" / "";margin:0 auto}');
  assert.equal(
    condenseStyle("@media (max-width: 4rem) {\n  a :hover {\n    top: 0;\n  }\n}\n"),
    "@media (max-width:4rem){a :hover{top:0}}",
  );
});

Deno.test("condenseScript() removes indentation, empty lines and comments on lines of their own", () => {
  const script =
    '// Help.\n\n/** Adds. */\nfunction add(a) {\n  // One.\n  return a / 1; // "end"\n}\n';
  assert.equal(condenseScript(script), 'function add(a) {\nreturn a / 1; // "end"\n}\n');
});

Deno.test("condenseTemplate() keeps white space between words and elements", () => {
  assert.equal(
    condenseTemplate("<ul>\n  <% for (const a of b) { %>\n  <li><%= a %></li>\n  <% } %>\n</ul>\n"),
    "<ul>\n<% for (const a of b) { %><li><%= a %></li>\n<% } %></ul>\n",
  );
  assert.equal(
    condenseTemplate("<a>b</a>\n  <% if (c) { %><a>c</a><% } %>\n  <a>d</a>\n\n  <%= e %>\n  f\n"),
    "<a>b</a>\n<% if (c) { %><a>c</a><% } %>\n<a>d</a>\n<%= e %>\n  f\n",
  );
});

Deno.test("scripts have no text and no comment over several lines, which condenseScript() would damage", () => {
  for (const { name } of Deno.readDirSync("views/assets")) {
    if (!name.endsWith(".js")) continue;
    for (const line of Deno.readTextFileSync(`views/assets/${name}`).split("\n")) {
      assert.equal(line.split("`").length % 2, 1, `${name}: ${line}`);
      assert.equal(line.includes("/*"), line.includes("*/"), `${name}: ${line}`);
    }
  }
});
