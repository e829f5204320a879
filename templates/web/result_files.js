// The press kit and the workbooks, made while one waits or goes on with something else.
import { api, el, state } from "./app.js";
import { pick, takeAway, waiting } from "./result_parts.js";
import { t } from "./words.js";

function maker(title, what, request, more = null) {
  const wait = waiting(), trouble = el("div");
  const button = el("button", { type: "button", class: "primary", onclick: async () => {
    button.disabled = true;
    await wait.run((tell) => takeAway(request(), tell), trouble);
    button.disabled = false;
  } }, t("makeFile"));
  return el("section", { class: "result maker" }, el("h2", {}, title), el("p", { class: "keys" }, what), el("div", { class: "line small" }, more, button, wait.node), trouble);
}

export async function filesView(box) {
  const { kits } = await api("/api/kits");
  const kit = pick("kit", t("kit"), kits.map((name) => [name, name]));
  box.replaceChildren(
    kits.length && state.me.role !== "research" ? maker(t("pressKit"), t("pressKitWhat"), () => ({ do: "kit", options: { kit: kit.value } }), kit.label) : "",
    maker(t("workbook"), t("workbookWhat"), () => ({ do: "workbook" })),
    maker(t("workbookMachine"), t("workbookMachineWhat"), () => ({ do: "workbook-machine" })));
  return null;
}
