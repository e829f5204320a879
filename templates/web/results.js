// Results: tables, comparisons, trends, ranks and files.  Every view is what a command makes; its state stands in the
// address (#results/table?survey=…&q=…), so that it can be sent to a colleague and loaded again.
import { api, chooseSurvey, el, state } from "./app.js";
import { compareView } from "./result_compare.js";
import { filesView } from "./result_files.js";
import { rankView } from "./result_rank.js";
import { tableView } from "./result_table.js";
import { trendView } from "./result_trend.js";
import { t } from "./words.js";

const views = { table: tableView, compare: compareView, trend: trendView, rank: rankView, files: filesView };

function readAddress() {
  const [path, query] = location.hash.slice(1).split("?");
  const name = path.split("/")[1];
  return { name: views[name] ? name : "table", wishes: Object.fromEntries(new URLSearchParams(query || "")) };
}

function writeAddress(name, wishes) {
  const kept = Object.entries({ survey: state.survey, ...wishes }).filter(([, value]) => value !== "" && value !== undefined && value !== null);
  history.replaceState(null, "", `#results/${name}?${new URLSearchParams(kept)}`);
}

export async function results(main) {
  const { name, wishes } = readAddress();
  if (wishes.survey) state.survey = wishes.survey;
  const survey = await chooseSurvey(main);
  if (!survey) return null;
  // Another survey has other questions: what was wished of the last one is forgotten.
  survey.addEventListener("change", () => history.replaceState(null, "", "#results/" + name), true);
  const [catalogue, store] = await Promise.all([api(`/api/surveys/${encodeURIComponent(state.survey)}/catalogue`), api("/api/catalogue")]);
  const box = el("div", { class: "view" });
  const tabs = el("nav", { class: "tabs", "aria-label": t("views") }, Object.keys(views).map((key) =>
    el("a", { class: "tab", href: `#results/${key}?${new URLSearchParams({ survey: state.survey })}`, "aria-current": key === name ? "page" : false }, t("view_" + key))));
  main.replaceChildren(survey, el("h1", {}, t("results")), tabs, box);
  delete wishes.survey;
  return views[name](box, { catalogue, store, wishes, remember: (now) => writeAddress(name, now) });
}
