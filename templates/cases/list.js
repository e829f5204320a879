"use strict";
// Search and filters of a case list. The texts are in the page; nothing is fetched and nothing is written into the page but
// which cases are hidden and how many are left.

// Two ways of writing one word meet: widths and compatibility forms (NFKC), case, katakana as hiragana, blanks.
function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\u30a1-\u30f6]/g, function (c) {
    return String.fromCharCode(c.charCodeAt(0) - 0x60);
  }).replace(/\s+/g, "");
}

// All words, apart by blanks, must stand in the text.
function words(query) {
  return query.split(/[\s\u3000]+/).map(fold).filter(Boolean);
}

function start(document) {
  const form = document.getElementById("filter"), count = document.getElementById("count");
  const cases = Array.from(document.querySelectorAll("article"), function (element) {
    return { element: element, kinds: element.dataset.kinds.split(" "), area: element.dataset.area,
      text: fold(element.id.replace("case-", "") + " " + element.querySelector(".text").textContent) };
  });
  const sections = Array.from(document.querySelectorAll("main section"));
  const value = function (name) { return form.elements[name] ? form.elements[name].value : ""; };
  const show = function () {
    const wanted = words(value("q")), area = value("area"), kind = value("kind");
    let shown = 0;
    for (const one of cases) {
      const fits = (!area || one.area === area) && (!kind || one.kinds.includes(kind)) &&
        wanted.every(function (word) { return one.text.includes(word); });
      one.element.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    for (const section of sections)
      section.hidden = !section.querySelector("article:not([hidden])");
    count.textContent = count.dataset.text.replace("{shown}", shown.toLocaleString()).replace("{all}", cases.length.toLocaleString());
  };
  let timer = 0;
  form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(show, 120); });
  form.addEventListener("submit", function (event) { event.preventDefault(); show(); });
  form.addEventListener("reset", function () { setTimeout(show, 0); });
  const asked = /^#q=(.*)$/.exec(document.location.hash); // cases.html#q=... is a link to what was found
  if (asked) try { form.elements.q.value = decodeURIComponent(asked[1]); } catch (e) { form.elements.q.value = ""; }
  form.hidden = false;
  show();
}

if (typeof document !== "undefined") start(document);
if (typeof module !== "undefined") module.exports = { fold: fold, words: words };
