// The page works without this file. With it: the bar and the lists keep current, drafts are kept.
"use strict";
(() => {
  const sync = document.getElementById("sync");
  const live = document.getElementById("live");
  let stream = null;
  let isFetching = false;
  let isStale = false;

  // Draws what has moved, unless somebody is busy in it.
  async function refresh() {
    if (!live) return;
    const busy = live.contains(document.activeElement) &&
      document.activeElement.matches("input, textarea, select, button, summary") ||
      live.querySelector("input[type=radio]:checked");
    if (busy || isFetching) { isStale = true; return; }
    isFetching = true;
    isStale = false;
    try {
      const answer = await fetch(location.href, {
        credentials: "same-origin", headers: { "X-Refresh": "1" },
      });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.body.dataset.commits = page.body.dataset.commits || "";
      const fresh = page.getElementById("live");
      const focused = live.contains(document.activeElement)
        ? [...live.querySelectorAll("a")].indexOf(document.activeElement) : -1;
      if (fresh && fresh.innerHTML !== live.innerHTML) {
        live.replaceChildren(...fresh.childNodes);
        if (focused >= 0) live.querySelectorAll("a")[focused]?.focus();
      }
      const counts = page.querySelectorAll("body > .columns > nav li");
      document.querySelectorAll("body > .columns > nav li").forEach((entry, place) => {
        if (counts[place] && entry.innerHTML !== counts[place].innerHTML &&
            !entry.contains(document.activeElement)) {
          entry.replaceChildren(...counts[place].childNodes);
        }
      });
    } finally {
      isFetching = false;
    }
  }

  // One stream for the tab that is looked at: browsers open only six connections to a host.
  function watch() {
    if (document.hidden) { stream?.close(); stream = null; return; }
    if (stream) return;
    stream = new EventSource("/events?commits=" + (document.body.dataset.commits || ""));
    stream.addEventListener("bar", (event) => {
      const fresh = document.createElement("template");
      fresh.innerHTML = event.data;
      fresh.content.querySelector("input[name=_back]")
        ?.setAttribute("value", location.pathname + location.search);
      const isFocused = sync.contains(document.activeElement);
      const [olds, news] = [[...sync.children], [...fresh.content.children]];
      // A button that is being pressed stays the same button.
      if (olds.length === news.length) {
        olds.forEach((old, place) => {
          if (!old.isEqualNode(news[place])) old.replaceWith(news[place]);
        });
      } else {
        sync.replaceChildren(...news);
      }
      if (isFocused && !sync.contains(document.activeElement)) sync.querySelector("button")?.focus();
    });
    stream.addEventListener("moved", refresh);
  }
  document.addEventListener("visibilitychange", watch);
  document.addEventListener("focusout", () => { if (isStale) setTimeout(refresh, 300); });
  if (sync) watch();

  // Keeps what stands in the form a second after the last keystroke.
  const form = document.querySelector("form[data-draft]");
  if (form) {
    const state = document.getElementById("draft-state");
    const isEnglish = document.documentElement.lang === "en";
    let timer = 0;
    let isSending = false;
    const keep = async () => {
      timer = 0;
      if (isSending) return;
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin",
      }).catch(() => null);
      if (isSending) return;
      const time = answer?.ok ? await answer.text() : "";
      state.textContent = answer?.ok
        ? (isEnglish ? "Draft kept " + time : "草稿已保留 " + time)
        : (isEnglish ? "The draft was not kept; please save" : "草稿没有保留，请尽快保存");
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, 1000);
    });
    // Any form of the page: what is saved or thrown away needs no draft. A second press sends nothing.
    document.addEventListener("submit", (event) => {
      if (event.target === form && isSending) event.preventDefault();
      isSending = true;
      clearTimeout(timer);
    });
    addEventListener("pageshow", () => { isSending = false; });
    // Leaving in the second before it is kept.
    addEventListener("pagehide", () => {
      if (timer && !isSending) {
        navigator.sendBeacon(form.dataset.draft, new URLSearchParams(new FormData(form)));
      }
    });
  }

  // A page that came with errors begins there.
  document.getElementById("errors")?.focus();

  // What is written as another value is chosen with it.
  document.addEventListener("input", (event) => {
    const side = event.target.closest(".side");
    const radio = side?.querySelector("input[type=radio][value=own]");
    if (radio && event.target !== radio) radio.checked = true;
  });
})();
