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

  const unreached = (isHidden) => () => { const notice = find("unreached"); if (notice) notice.hidden = isHidden; };
  document.addEventListener("htmx:beforeRequest", unreached(true));
  for (const name of ["responseError", "sendError", "timeout"]) document.addEventListener(`htmx:${name}`, unreached(false));

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
