// Everything works without this file: it only spares the reader a new page, and lets sliders answer while they move.
"use strict";

const main = () => document.getElementById("main");
let shown = location.pathname + location.search;
const parse = (text) => new DOMParser().parseFromString(text, "text/html");

function say(text) {
  document.getElementById("said").textContent = text;
}

// Says what changed to somebody who does not see it.
function told() {
  const changed = document.getElementById("changed") ?? document.getElementById("proof") ?? document.querySelector("h1");
  return changed ? changed.textContent.replace(/\s+/g, " ").trim() : "";
}

function put(page, focused) {
  main().replaceWith(page.getElementById("main"));
  const trail = document.querySelector(".trail"), other = page.querySelector(".trail");
  if (trail && other) trail.replaceWith(other);
  document.title = page.title;
  (document.getElementById(focused) ?? main()).focus({ preventScroll: true });
  say(told());
}

async function swap(address, options, focused) {
  main().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, options);
    const page = parse(await answer.text());
    if (!page.getElementById("main")) throw new Error("no page");
    history.pushState(null, "", answer.redirected || !options?.method ? answer.url : location.href);
    shown = location.pathname + location.search;
    put(page, focused);
  } catch {
    main().removeAttribute("aria-busy");
    say("TeamForge does not answer: is the command still running?");
    if (!options?.method) location.assign(address);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("swap" in form.dataset)) return;
  event.preventDefault();
  swap(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) }, document.activeElement.id);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  swap(link.href, undefined, link.id);
});

// Back and forward; a link within the page is no other page.
addEventListener("popstate", () => {
  if (shown !== location.pathname + location.search) location.reload();
});

// A plan in the making: its bound comes down on the page, and then the plan is there.
async function watch() {
  if (!document.querySelector("[data-making]")) return;
  await new Promise((done) => setTimeout(done, 1000));
  try {
    const page = parse(await (await fetch(location.href)).text());
    if (!page.getElementById("main")) throw new Error("no page");
    if (page.querySelector("[data-making]")) document.getElementById("proof").replaceWith(page.getElementById("proof"));
    else put(page, document.activeElement.id);
  } catch {
    say("TeamForge does not answer: is the command still running?");
  }
  watch();
}

watch();

// Sliders: one question at a time, always the latest; what the answer changes is put beside them, never they themselves.
let asking = false, next = null;

async function look(form) {
  if (asking) { next = form; return; }
  asking = true;
  try {
    const answer = await fetch(form.dataset.live, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = parse(await answer.text());
    for (const part of ["proof", "changed", "members", "findings"]) {
      const [now, old] = [page, document].map((each) => each.getElementById(part));
      if (now && old) (old.closest("section") ?? old).replaceWith(now.closest("section") ?? now);
      else if (now) document.getElementById("proof").after(now);
    }
    for (const now of page.querySelectorAll("[id^=cover-]")) document.getElementById(now.id)?.replaceWith(now);
    const root = document.documentElement;
    root.dataset.looked = Number(root.dataset.looked ?? 0) + 1;
  } finally {
    asking = false;
    if (next) { const form = next; next = null; look(form); }
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form || event.target.type !== "range") return;
  event.target.setAttribute("aria-valuetext", `${event.target.value} of 10`);
  document.querySelector(`output[for="${event.target.id}"]`).textContent = event.target.value;
  look(form);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-live]");
  if (form && event.target.type === "range") form.requestSubmit();
});
