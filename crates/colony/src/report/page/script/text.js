// Text and elements. Everything that comes from a run goes through `visible`, and into the page as text, never as markup.

const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe-\uffff\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

/** Text in which nothing hides: control and direction characters as their code, and not endless. */
function visible(text, longest = 2000) {
  const code = (c) => "\\u" + c.codePointAt(0).toString(16).padStart(4, "0");
  const shown = String(text).slice(0, longest).replace(HIDDEN, code);
  return text.length > longest ? `${shown}… (${count(text.length, "character")} in all)` : shown;
}

/** An element: `el("p", { class: "x", onclick: f }, "text", child)`. */
function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An element of a drawing. */
function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child instanceof Node ? child : visible(child));
  }
  return element;
}

/** Virtual time: seconds for the first hour, then days and clock. */
function clock(ms) {
  const pad = (n, width = 2) => String(n).padStart(width, "0");
  if (ms < 3600000) return `${(ms / 1000).toFixed(3)} s`;
  const seconds = Math.floor(ms / 1000);
  const day = Math.floor(seconds / 86400);
  const [h, m, s] = [Math.floor((seconds % 86400) / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return `${day}d ${pad(h)}:${pad(m)}:${pad(s)}.${pad(ms % 1000, 3)}`;
}

/** A length of time, roughly. */
function roughly(ms) {
  const [minutes, hours, days] = [ms / 60000, ms / 3600000, ms / 86400000];
  if (days >= 1) return count(Math.round(days), "day");
  return hours >= 1 ? count(Math.round(hours), "hour") : count(Math.round(minutes), "minute");
}

/** `1,532 records` */
function count(n, one) {
  return `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;
}

/** The words of a kind of rows, for one and for many. */
const KINDS = {
  step: "step of the script",
  failed: "command that failed",
  done: "command that ended well",
  life: "device life",
  "key-package": "KeyPackage",
  selection: "selection",
  group: "group",
  commit: "commit",
  welcome: "Welcome",
  epoch: "epoch",
  message: "message",
  relay: "relay's answer",
  event: "event on its way",
  chatter: "REQ, EOSE, OK and the like",
  link: "connection",
  fault: "fault",
};
