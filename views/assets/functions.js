// Makes the functions below an expression buttons that write their call into the field.

export function offerFunctions(form) {
  for (const code of form.querySelectorAll(".functions code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.addEventListener(
      "click",
      () => write(form.elements.expression, code.textContent.split("(")[0]),
    );
    code.replaceWith(button);
    button.append(code);
  }
}

/** The selection of the field becomes the argument of the call. */
function write(field, name) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const argument = value.slice(start, end);
  field.setRangeText(`${name}(${argument})`, start, end);
  const caret = start + name.length + 1 + argument.length;
  field.focus();
  field.setSelectionRange(caret, caret);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
