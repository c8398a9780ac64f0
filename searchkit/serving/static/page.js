// Comfort on top of pages that work without it: keys, completion, stepping through matches.
// Nothing is written as HTML: what comes from the server becomes text nodes.
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const say = (text) => { one("#said").textContent = text; };

// Single keys, which can be switched off (WCAG 2.1.4).
let areKeysOn = localStorage.getItem("keys") !== "off";
const toggle = one("#keys");
const showKeys = () => {
  toggle.hidden = false;
  toggle.textContent = `Single keys: ${areKeysOn ? "on" : "off"}`;
  toggle.setAttribute("aria-pressed", String(areKeysOn));
};
toggle.addEventListener("click", () => {
  areKeysOn = !areKeysOn;
  localStorage.setItem("keys", areKeysOn ? "on" : "off");
  showKeys();
});
showKeys();

// Hits: j and k.
const hits = all(".hits .title");
const stepHits = (by) => {
  const at = hits.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : hits.length - 1) : Math.min(Math.max(at + by, 0), hits.length - 1);
  hits[next]?.focus();
  hits[next]?.closest("li").scrollIntoView({ block: "nearest" });
};

// Matches of an article: n and p, and the bar.
const marks = all(".text mark[id]");
let current = -1;
const stepMatches = (by) => {
  if (!marks.length) return;
  marks[current]?.classList.remove("now");
  current = (current + by + marks.length) % marks.length;
  if (current < 0) current = 0;
  const mark = marks[current];
  mark.classList.add("now");
  mark.scrollIntoView({ block: "center" });
  mark.focus({ preventScroll: true });
  const place = `${current + 1} of ${marks.length}`;
  one("#place").textContent = place;
  say(`Match ${place}`);
  history.replaceState(null, "", `#${mark.id}`);
};
if (marks.length) {
  current = marks.findIndex((mark) => `#${mark.id}` === location.hash);
  if (current >= 0) one("#place").textContent = `${current + 1} of ${marks.length}`;
  one("#next").addEventListener("click", (event) => { event.preventDefault(); stepMatches(1); });
  one("#previous").addEventListener("click", (event) => { event.preventDefault(); stepMatches(current < 0 ? 0 : -1); });
}

// The timeline is one stop of the Tab key; arrows go along it.
const bars = all(".bars a");
bars.forEach((bar, at) => bar.addEventListener("keydown", (event) => {
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: bars.length - 1 }[event.key];
  if (to === undefined || !bars[to]) return;
  event.preventDefault();
  bar.setAttribute("tabindex", "-1");
  bars[to].setAttribute("tabindex", "0");
  bars[to].focus();
}));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    all("details.menu[open]").forEach((menu) => { menu.open = false; one("summary", menu).focus(); });
    return;
  }
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (!areKeysOn || isTyping || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const actions = {
    "/": () => { one("#q").focus(); one("#q").select(); },
    j: () => stepHits(1), k: () => stepHits(-1),
    n: () => stepMatches(1), p: () => stepMatches(-1),
    u: () => one("a[rel=up]")?.click(),
  };
  if (actions[event.key]) { event.preventDefault(); actions[event.key](); }
});
document.addEventListener("click", (event) => {
  all("details.menu[open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
});

// Copying the address of an article.
const copy = one("#copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    copy.textContent = "Copied";
    say("The address was copied.");
  });
}

// Completion: a combobox with a list.
const box = one("#q");
const list = document.createElement("ul");
list.id = "choices";
list.className = "choices";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "Completions");
list.hidden = true;
box.form.append(list);
for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "choices" })) {
  box.setAttribute(name, value);
}
let chosen = -1;
let timer = 0;
let asking = null;
const close = () => {
  list.hidden = true;
  chosen = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
};
// What is being typed: a field, if one stands before it, and the beginning of a word or value.
const typed = () => {
  const before = box.value.slice(0, box.selectionStart);
  const isQuoting = (before.split('"').length - 1) % 2 === 1;
  const end = isQuoting ? /((?:[a-z]+:)?)("[^"]*)$/iu : /((?:[a-z]+:)?)([^\s"()+=-][^\s"()]*|)$/iu;
  const [, field, value] = end.exec(before);
  return { field, value };
};
const written = (kind, text) => {
  if (kind === "word") return typed().field + text;
  if (kind === "field") return `${text.replace(/:$/, "")}:`;
  const value = /[\s()":]/.test(text) ? `"${text.replaceAll('"', "")}"` : text;
  return kind === "source" ? `source:${value}` : `lang:${value}`;
};
const take = (item) => {
  const before = box.value.slice(0, box.selectionStart);
  const after = box.value.slice(box.selectionStart);
  const { field, value } = typed();
  const start = before.slice(0, before.length - field.length - value.length) + item.dataset.value;
  box.value = start + (item.dataset.kind === "field" || after.startsWith(" ") ? "" : " ") + after;
  close();
  box.focus();
};
const show = (completions) => {
  list.replaceChildren(...completions.map(({ text, kind, count }, at) => {
    const item = document.createElement("li");
    item.id = `choice${at}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.value = written(kind, text);
    item.dataset.kind = kind;
    const name = document.createElement("bdi");
    name.textContent = text;
    const about = document.createElement("span");
    about.textContent = kind === "word" ? (count ?? "") : `${kind}${count ? ` · ${count}` : ""}`;
    item.append(name, about);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
    return item;
  }));
  list.hidden = !completions.length;
  chosen = -1;
  box.setAttribute("aria-expanded", String(!list.hidden));
  if (!list.hidden) say(`${completions.length} completions`);
};
const complete = async () => {
  const { field, value } = typed();
  const prefix = field + value.replaceAll('"', "");
  asking?.abort();
  if (value.length < 2) { close(); return; }
  asking = new AbortController();
  try {
    const answer = await fetch(`/api/v1/complete?limit=6&prefix=${encodeURIComponent(prefix.slice(0, 200))}`, { signal: asking.signal });
    if (answer.ok && document.activeElement === box) show((await answer.json()).completions.slice(0, 8));
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
};
box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(complete, 120); });
box.addEventListener("blur", close);
box.addEventListener("keydown", (event) => {
  const items = all("li", list);
  if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
  if (list.hidden || !items.length || event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + items.length + (chosen < 0 && event.key === "ArrowUp" ? 1 : 0)) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    items[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", items[chosen].id);
  } else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) {
    event.preventDefault();
    take(items[chosen]);
  }
});
