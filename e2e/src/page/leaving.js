// Notes, last of all who listen, that a form was sent or a link followed; and, first of all, whether a press met what it was
// aimed at.
() => {
  const listening = "leavingForElsewhere" in globalThis;
  globalThis.leavingForElsewhere = false;
  globalThis.metItsAim = false;
  if (listening) return;
  const goes = (event, where) => {
    if (!event.defaultPrevented && where !== "_blank") globalThis.leavingForElsewhere = true;
  };
  addEventListener("click", (event) => {
    globalThis.metItsAim ||= event.composedPath().includes(globalThis.aimedAt);
  }, { capture: true });
  addEventListener("submit", (event) => {
    const by = event.submitter;
    if ((by?.getAttribute("formmethod") ?? event.target.method) === "dialog") return;
    goes(event, by?.getAttribute("formtarget") ?? event.target.target);
  });
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    goes(event, link.target);
  });
}
