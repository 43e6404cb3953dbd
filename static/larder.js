/* What htmx can't do alone: tell the server what was typed from what was sent, keep what is typed meanwhile, say that a
   request failed and try it again. */
(() => {
  "use strict";
  const problem = document.getElementById("problem");
  const fields = () => document.querySelectorAll("#choices input:not([type])");
  const sent = {};
  let kept = [];
  let swapping = false;
  let failed;

  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.triggeringEvent?.type === "input") detail.headers["Larder-Typing"] = "true";
    fields().forEach((field) => { sent[field.id] = field.value; field.isKept = false; });
  });

  /* The filters come anew with each answer: what was typed into them since it was asked for stays. A browser takes the
     field that goes for one that was left: its half a word is no food yet. The new one counts as left when it is. */
  document.addEventListener("htmx:oobBeforeSwap", ({ target }) => {
    if (target.id !== "choices") return;
    kept = [...fields()].filter(({ id, value }) => value !== sent[id]).map(({ id, value }) => [id, value]);
    swapping = true;
  });
  document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
    if (detail.target.id !== "choices") return;
    swapping = false;
    kept.forEach(([id, value]) => { Object.assign(document.getElementById(id), { value, isKept: true }); });
  });
  ["htmx:swapError", "htmx:afterRequest"].forEach((name) => document.addEventListener(name, () => { swapping = false; }));
  document.addEventListener("change", (event) => {
    if (swapping) event.stopImmediatePropagation();
    event.target.isKept = false;
  }, true);
  document.addEventListener("focusout", ({ target }) => {
    if (!swapping && target.isKept) target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("htmx:beforeRequest", () => {
    problem.hidden = true;
  });

  const say = (message) => ({ detail }) => {
    failed = detail.elt;
    problem.querySelector("span").textContent = problem.dataset[message];
    problem.querySelector("a").href = detail.requestConfig.verb === "get" ? detail.pathInfo.finalRequestPath : location.href;
    problem.hidden = false;
  };
  document.addEventListener("htmx:responseError", say("broken"));
  document.addEventListener("htmx:sendError", say("offline"));
  document.addEventListener("htmx:timeout", say("offline"));

  problem.querySelector("a").addEventListener("click", (event) => {
    if (!failed?.isConnected) return;
    event.preventDefault();
    htmx.trigger(failed, failed.matches("form") ? "submit" : "click");
  });
})();
