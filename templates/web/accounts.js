// Who may use the screens.
import { api, el, say, state } from "./app.js";
import { t } from "./words.js";

const roles = ["entry", "officer", "research", "admin"];

export async function accounts(main) {
  const list = el("tbody");
  // What was done is said: a password that was changed looks like one that was not.
  async function change(body) {
    try { draw((await api("/api/accounts", body)).accounts); say(`${body.name}：${t("account_" + body.do)}`); return true; } catch (error) { say(error.message, true); return false; }
  }
  function row(account) {
    const role = el("select", { "aria-label": t("role"), onchange: () => change({ do: "role", name: account.name, role: role.value }) },
      roles.map((key) => el("option", { value: key }, t(key))));
    role.value = account.role;
    const password = el("input", { type: "password", autocomplete: "new-password", "aria-label": t("newPassword"), placeholder: t("newPassword") });
    return el("tr", {}, el("th", { scope: "row" }, account.name, account.name === state.me.account ? el("em", { class: "state" }, t("yourself")) : null, account.open ? null : el("em", { class: "state" }, t("closed"))), el("td", {}, role), el("td", {}, (account.at || "").slice(0, 10)),
      el("td", {}, password, el("button", { type: "button", onclick: () => change({ do: "password", name: account.name, password: password.value }) }, t("setPassword"))),
      el("td", {}, el("button", { type: "button", onclick: () => change({ do: account.open ? "close" : "open", name: account.name }) }, t(account.open ? "close" : "open"))));
  }
  function draw(rows) { list.replaceChildren(...rows.map(row)); }
  const name = el("input", { id: "new-name", required: true, autocomplete: "off" });
  const password = el("input", { id: "new-password", type: "password", required: true, autocomplete: "new-password" });
  const role = el("select", { id: "new-role" }, roles.map((key) => el("option", { value: key }, t(key))));
  const form = el("form", { class: "card line", onsubmit: async (event) => {
    event.preventDefault();
    if (await change({ do: "add", name: name.value.trim(), role: role.value, password: password.value })) name.value = "";
    password.value = "";
  } }, el("label", {}, el("span", {}, t("name")), name), el("label", {}, el("span", {}, t("role")), role),
    el("label", {}, el("span", {}, t("newPassword")), password), el("button", { class: "primary" }, t("add")));
  main.replaceChildren(el("h2", {}, t("accounts")), el("p", { class: "note" }, t("rolesNote")), form, el("table", {}, el("thead", {}, el("tr", {},
    ["name", "role", "since", "password"].map((key) => el("th", { scope: "col" }, t(key))), el("td", {}))), list));
  draw((await api("/api/accounts")).accounts);
}
