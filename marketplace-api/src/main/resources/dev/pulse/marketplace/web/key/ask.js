// Questions to the person, and what came of what he asked for, said where he asked for it.

import { el, notice } from "../dom.js";

/** How long "Copied" stands on a button, ms. */
const COPIED_MS = 1600;

/**
 * A dialog of its own, open until it is closed: `build(close)` gives its children; what `close` is given is the answer, null
 * where the person turned away.
 */
export function dialog(title, build) {
  return new Promise(resolve => {
    const heading = el("h2", { id: `dialog-${crypto.randomUUID?.() ?? Date.now()}`, class: "dialog-title" }, title);
    const box = el("dialog", { class: "ask", "aria-labelledby": heading.id });
    let answer = null;
    const close = value => {
      answer = value;
      box.close();
    };
    box.append(heading, ...[build(close)].flat());
    box.addEventListener("close", () => {
      box.remove();
      resolve(answer);
    });
    document.body.append(box);
    box.showModal();
  });
}

const stop = close => el("button", { type: "button", class: "quiet", onclick: () => close(null) }, "Cancel");

/** Asks before something is done. */
export const sure = (title, sentences, { yes, danger = false }) => dialog(title, close => [
  ...[sentences].flat().map(text => typeof text === "string" ? el("p", {}, text) : text),
  el("div", { class: "row end" }, stop(close), el("button", { type: "button", class: danger ? "danger" : null, onclick: () => close(true) }, yes)),
]);

/**
 * A form in a dialog. What it does may fail: the error then stands in the dialog, and what was typed stays.
 *
 * @param work makes it so; its value is the answer
 */
export const form = (title, fields, yes, work) => dialog(title, close => {
  const trouble = el("div", { class: "trouble" });
  const button = el("button", { type: "submit" }, yes);
  return el("form", {
    novalidate: true,
    onsubmit: event => {
      event.preventDefault();
      attempt(button, trouble, work, close);
    },
  }, ...fields, trouble, el("div", { class: "row end" }, stop(close), button));
});

/** What is wrong with what was typed, said at its field. */
export class FieldError extends Error {
  constructor(input, text) {
    super(text);
    this.input = input;
  }
}

function point(input, text) {
  const field = input.closest(".field") ?? input.parentElement;
  const error = el("p", { class: "error", role: "alert", id: `${input.id}-error` }, text);
  field.append(error);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", error.id);
  input.focus();
  input.addEventListener("input", () => {
    error.remove();
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }, { once: true });
}

/** Does what a button asks for; it rests meanwhile, and an error is said in `trouble`. Errors without a sentence are ours. */
export async function attempt(button, trouble, work, done = () => {}) {
  trouble.replaceChildren();
  trouble.closest("form, section, article")?.querySelectorAll(".field > .error").forEach(old => old.remove());
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    done(await work());
  } catch (error) {
    if (error instanceof FieldError) point(error.input, error.message);
    else trouble.replaceChildren(notice(error.message || "This did not work.", "error"));
    if (!error.message || error instanceof TypeError) console.error(error);
    trouble.dispatchEvent(new CustomEvent("failed", { bubbles: true, detail: error }));
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

/** A labelled input, with what is to be known about it. */
export function field(label, input, hint = null) {
  const id = input.id || (input.id = `field-${label.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`);
  return el("div", { class: "field" }, el("label", { for: id }, label), input, hint ? el("p", { class: "hint" }, hint) : null);
}

/** Copies a text. */
export function copy(text, what) {
  const button = el("button", { type: "button", class: "quiet small", "aria-label": `Copy ${what}` }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed";
    }
    setTimeout(() => button.textContent = "Copy", COPIED_MS);
  });
  return button;
}

/** A command to be run, with a way to copy it. */
export const command = text => el("div", { class: "command" }, el("code", {}, text), copy(text, "the command"));

/** Hands a text over as a file. */
export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
