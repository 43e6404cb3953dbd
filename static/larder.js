/* What htmx can't do alone: tell the server what was typed from what was sent, and say that a request failed. */
(() => {
  "use strict";
  const problem = document.getElementById("problem");

  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.triggeringEvent?.type === "input") detail.headers["Larder-Typing"] = "true";
  });

  document.addEventListener("htmx:beforeRequest", () => {
    problem.hidden = true;
  });

  const say = (message) => ({ detail }) => {
    problem.querySelector("span").textContent = problem.dataset[message];
    problem.querySelector("a").href = detail.pathInfo.finalRequestPath;
    problem.hidden = false;
  };
  document.addEventListener("htmx:responseError", say("broken"));
  document.addEventListener("htmx:sendError", say("offline"));
  document.addEventListener("htmx:timeout", say("offline"));
})();
