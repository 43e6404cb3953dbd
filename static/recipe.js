/* A recipe in the kitchen: ticks kept while the tab is open, the screen kept on, sharing and printing. */
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  const boxes = (which) => document.querySelectorAll(`.recipe :is(input[type=checkbox]):not(#awake)${which}`);

  /* Ticks outlive a reload and new amounts; where the browser keeps nothing they last as long as the page. */
  const key = `ticks ${location.pathname}`;
  let ticked = new Set();
  try { ticked = new Set(JSON.parse(sessionStorage.getItem(key))); } catch { /* none kept */ }
  boxes(":checked").forEach((box) => ticked.add(box.id));
  const tick = () => boxes("").forEach((box) => { box.checked = ticked.has(box.id); });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    tick();
    /* The link back to the amounts as written is gone once it was followed; htmx keeps the focus on all others. */
    if (detail.requestConfig?.elt.id === "reset") find("more").focus();
  });
  document.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || target.id === "awake") return;
    ticked[target.checked ? "add" : "delete"](target.id);
    try { sessionStorage.setItem(key, JSON.stringify([...ticked])); } catch { /* nothing is kept */ }
  });
  tick();

  /* Taps in quick succession add up: the links on the page are those of the last answer. */
  let asked;
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const step = { fewer: -1, more: 1 }[detail.elt.id];
    if (!step) return void (asked = undefined);
    const field = find("serves");
    const before = asked ?? Number(new URL(detail.path, location).searchParams.get("serves")) - step;
    asked = Math.min(Math.max(before + step, 1), Number(field.max));
    field.value = asked;
    detail.path = detail.path.replace(/serves=\d+/, `serves=${asked}`);
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => { if (detail.target.id === "amounts") asked = undefined; });

  /* A failure is said where it was caused: beside the heart, or above the amounts, which are as they were. */
  const clear = () => {
    find("said").textContent = "";
    if (find("unreached")) find("unreached").hidden = true;
  };
  const tell = ({ detail }) => {
    if (detail.requestConfig.verb === "post") return void (find("said").textContent = find("said").dataset.notKept);
    asked = undefined;
    find("unreached").hidden = false;
    if (find("serves")) find("serves").value = find("serves").defaultValue;
  };
  document.addEventListener("htmx:beforeRequest", clear);
  for (const name of ["responseError", "sendError", "timeout"]) document.addEventListener(`htmx:${name}`, tell);

  const awake = find("awake");
  if (awake && navigator.wakeLock) {
    let lock;
    const hold = () => navigator.wakeLock.request("screen").then((held) => { lock = held; }, () => { awake.checked = false; });
    awake.closest("label").hidden = false;
    awake.addEventListener("change", () => { awake.checked ? hold() : lock?.release(); });
    document.addEventListener("visibilitychange", () => { if (awake.checked && !document.hidden) hold(); });
  }

  const share = find("share");
  const say = (words) => { find("said").textContent = words; };
  find("permalink").hidden = true;
  share.hidden = false;
  share.addEventListener("click", async () => {
    const url = document.querySelector("link[rel=canonical]").href;
    if (navigator.share) return navigator.share({ title: document.title, url }).catch(() => {});
    try {
      await navigator.clipboard.writeText(url);
      say(share.dataset.copied);
    } catch {
      say(`${share.dataset.failed} ${url}`);
    }
  });

  find("print").hidden = false;
  find("print").addEventListener("click", () => print());
})();
