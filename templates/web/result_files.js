// The press kit and the workbooks, made while one waits or goes on with something else.
import { api, el, state } from "./app.js";
import { takeAway, waiting } from "./result_parts.js";
import { t } from "./words.js";

function maker(title, what, request, more = null, may = true) {
  const wait = waiting(), trouble = el("div");
  const button = el("button", { type: "button", class: "primary", disabled: !may, onclick: async () => {
    button.disabled = true;
    await wait.run((tell) => takeAway(request(), tell), trouble);
    button.disabled = false;
  } }, t("makeFile"));
  return el("section", { class: "result maker" }, el("h2", {}, title), el("p", { class: "keys" }, what), more, el("div", { class: "line small" }, button, wait.node), trouble);
}

// What the store lacks for a kit stands beside it, and it cannot be chosen.
function kitMaker(kits) {
  const whole = kits.filter((kit) => !kit.missing);
  const choices = kits.map((kit) => {
    const tick = el("input", { type: "radio", name: "kit", id: "kit-" + kit.name, value: kit.name, disabled: Boolean(kit.missing), checked: kit === whole[0] });
    return el("p", { class: "choice" }, el("label", { for: tick.id, class: kit.missing ? "lacking" : "" }, tick, " ", kit.title, el("small", {}, kit.date)), kit.missing ? el("small", {}, `${t("kitMissing")}${kit.missing}`) : null);
  });
  const box = el("div", { class: "kits", role: "radiogroup", "aria-label": t("kit") }, kits.length ? choices : el("p", { class: "note" }, t("noKits")));
  const chosen = () => box.querySelector("input:checked").value;
  return maker(t("pressKit"), t("pressKitWhat"), () => ({ do: "kit", options: { kit: chosen() } }), box, whole.length > 0);
}

export async function filesView(box) {
  const { kits } = await api("/api/kits?survey=" + encodeURIComponent(state.survey));
  box.replaceChildren(
    state.me.role !== "research" ? kitMaker(kits) : "",
    maker(t("workbook"), t("workbookWhat"), () => ({ do: "workbook" })),
    maker(t("workbookMachine"), t("workbookMachineWhat"), () => ({ do: "workbook-machine" })));
  return null;
}
