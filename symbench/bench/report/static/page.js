"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("summary").textContent);
  const total = data.column.length;
  const PAGE = 60;
  const KEPT_CHUNKS = 8;
  const filters = { search: byId("search"), task: byId("by-task"), column: byId("by-column"),
    level: byId("by-level"), ending: byId("by-ending") };
  const reader = byId("reader");
  const opened = new Map();
  let found = [];
  let shown = 0;
  let current = -1;

  // Texts of models get into the page here and nowhere else: as text, never as markup.
  function make(name, kind, ...children) {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  function option(value, text) {
    const element = make("option", "", text);
    element.value = value;
    return element;
  }

  function keyOf(row) {
    const at = data.column[row];
    return `${data.runs[at]}:${data.methods[at]}:${data.tasks[data.task[row]]}@` +
      `${data.instance[row]}#${data.repeat[row]}`;
  }

  const texts = new Array(total);
  function textOf(row) {
    if (texts[row] === undefined) {
      texts[row] = `${keyOf(row)} ${data.snippet[row]}`.toLowerCase();
    }
    return texts[row];
  }

  function matches(row, wanted) {
    if (wanted.task && data.tasks[data.task[row]] !== wanted.task) return false;
    if (wanted.column && data.columns[data.column[row]] !== wanted.column) return false;
    if (wanted.level && String(data.level[row]) !== wanted.level) return false;
    const ending = data.endings[data.ending[row]][0];
    if (wanted.ending === "failed" ? ending === "solved" : wanted.ending && ending !== wanted.ending) {
      return false;
    }
    return wanted.words.every((word) => textOf(row).includes(word));
  }

  function find() {
    const wanted = {};
    for (const [name, input] of Object.entries(filters)) wanted[name] = input.value;
    wanted.words = wanted.search.toLowerCase().split(/\s+/).filter(Boolean);
    found = [];
    for (let row = 0; row < total; row += 1) if (matches(row, wanted)) found.push(row);
    shown = 0;
    byId("list").replaceChildren();
    showMore();
    const count = found.length.toLocaleString("en");
    byId("found").textContent = found.length
      ? `${count} of ${total.toLocaleString("en")} episodes`
      : "No episode is like that. Clear a filter.";
  }

  function showMore() {
    const rows = found.slice(shown, shown + PAGE).map(entry);
    byId("list").append(...rows);
    shown += rows.length;
    byId("more").hidden = shown >= found.length;
  }

  function badge(row) {
    const [name, label, about] = data.endings[data.ending[row]];
    const element = make("span", `badge e-${name}`, label);
    element.title = about;
    return element;
  }

  function link(row) {
    return `#episode=${encodeURIComponent(keyOf(row))}`;
  }

  function entry(row) {
    const anchor = make("a", "", make("b", "", data.tasks[data.task[row]]),
      make("span", "where", `${data.instance[row]}${data.repeat[row] ? ` #${data.repeat[row]}` : ""}`),
      make("span", "who", data.columns[data.column[row]]), badge(row),
      make("span", "took", took(row)),
      make("span", "snippet", data.snippet[row] || "(no answer)"));
    anchor.href = link(row);
    return make("li", "", anchor);
  }

  function took(row) {
    const turns = `${data.turns[row]} turn${data.turns[row] === 1 ? "" : "s"}`;
    return `${turns} · ${data.tokens[row].toLocaleString("en")} tokens · ${data.seconds[row]} s`;
  }

  function chunk(number) {
    if (opened.has(number)) return opened.get(number);
    const reading = unpack(byId(`chunk-${number}`).textContent);
    opened.set(number, reading);
    if (opened.size > KEPT_CHUNKS) opened.delete(opened.keys().next().value);
    return reading;
  }

  async function unpack(text) {
    const packed = atob(text);
    const bytes = new Uint8Array(packed.length);
    for (let i = 0; i < packed.length; i += 1) bytes[i] = packed.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  async function open(row) {
    current = row;
    if (!reader.open) reader.showModal();
    const at = found.indexOf(row);
    byId("position").textContent = at < 0 ? "" : `${at + 1} of ${found.length.toLocaleString("en")}`;
    byId("previous").disabled = at <= 0;
    byId("next").disabled = at < 0 || at === found.length - 1;
    const article = byId("episode");
    try {
      const episode = (await chunk(data.chunk[row]))[data.place[row]];
      if (current !== row) return;
      article.replaceChildren(...drawn(row, episode));
    } catch (error) {
      article.replaceChildren(make("p", "", `This episode cannot be opened: ${error.message}. ` +
        "Use a browser of 2023 or later, and a whole copy of the file."));
    }
    article.dataset.key = keyOf(row);
    reader.scrollTop = 0;
    article.focus({ preventScroll: true });
  }

  function drawn(row, episode) {
    const title = make("h2", "", data.tasks[data.task[row]]);
    title.id = "reader-title";
    const parts = [make("p", "eyebrow", `${data.columns[data.column[row]]} · level ${data.level[row]}`),
      title, make("p", "key", badge(row), " ", make("code", "", keyOf(row).replace(/^\d+:/, "")))];
    const grade = make("section", `grade ${data.endings[data.ending[row]][0] === "solved" ? "good" : "bad"}`);
    if (episode.error) {
      grade.append(make("h3", "", "Error"), pre("error", episode.error));
    } else {
      grade.append(make("h3", "", "Answer submitted"), pre("output", episode.answer || "(none)"),
        make("p", "", `Grader: ${episode.reason || "no reason given"}`));
    }
    parts.push(grade);
    let turn = null;
    for (const block of episode.blocks) {
      if (block.turn && block.turn !== turn) {
        turn = block.turn;
        parts.push(make("h3", "turn", `Turn ${turn}`));
      }
      parts.push(drawnBlock(block));
    }
    if (!episode.blocks.length) parts.push(make("p", "note", "Nothing of the episode was recorded."));
    const facts = make("dl", "facts");
    for (const [label, value] of episode.facts) facts.append(make("dt", "", label), make("dd", "", value));
    parts.push(make("h3", "turn", "Facts"), facts);
    return parts;
  }

  function drawnBlock(block) {
    const head = make("header", "", make("b", "", block.head), make("span", "", block.says));
    const element = make("section", `block k-${block.kind} ${block.tone}`, head);
    for (const [label, style, text] of block.parts) {
      if (label) element.append(make("h4", "", label));
      if (style === "answer") element.append(...answer(text));
      else if (style === "text" || style === "note") element.append(make("p", style, text));
      else if (style === "code") element.append(code(text));
      else element.append(pre(style, text));
    }
    return element;
  }

  function pre(style, text) {
    const element = make("pre", style, text);
    element.tabIndex = 0;
    return element;
  }

  // An answer's fenced blocks are set as code; all else stays as it was written.
  function answer(text) {
    const parts = [];
    let lines = [];
    let fence = "";
    const close = () => {
      const body = lines.join("\n");
      if (body.trim()) parts.push(fence ? code(body) : make("p", "text", body.trim()));
      lines = [];
    };
    for (const line of text.split("\n")) {
      const mark = /^\s*(`{3,}|~{3,})/.exec(line);
      if (mark && (!fence || (mark[1].startsWith(fence) && !line.trim().slice(mark[1].length)))) {
        close();
        fence = fence ? "" : mark[1];
      } else {
        lines.push(line);
      }
    }
    close();
    return parts;
  }

  const TOKENS = new RegExp([
    /(?<comment>#[^\n]*)/, /(?<string>"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/,
    /(?<number>\b\d[\d_.]*\b)/,
    /(?<word>\b(?:and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|None|True|False)\b)/,
  ].map((each) => each.source).join("|"), "g");
  const LONGEST_COLOURED = 20000;

  function code(text) {
    const element = pre("code", "");
    let end = 0;
    if (text.length <= LONGEST_COLOURED) {
      for (const match of text.matchAll(TOKENS)) {
        const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
        element.append(text.slice(end, match.index), make("span", `t-${kind}`, match[0]));
        end = match.index + match[0].length;
      }
    }
    element.append(text.slice(end));
    return element;
  }

  function rowOf(key) {
    for (let row = 0; row < total; row += 1) if (keyOf(row) === key) return row;
    return -1;
  }

  function wantedKey() {
    return new URLSearchParams(location.hash.slice(1)).get("episode");
  }

  function follow() {
    const query = new URLSearchParams(location.hash.slice(1));
    if (query.has("episode")) {
      const row = rowOf(query.get("episode"));
      if (row >= 0) open(row);
      else byId("found").textContent = "The link names an episode that is not in this report.";
      return;
    }
    if (reader.open) reader.close();
    if (!["task", "column", "level", "ending", "search"].some((name) => query.has(name))) return;
    for (const [name, input] of Object.entries(filters)) input.value = query.get(name) || "";
    find();
    byId("episodes").scrollIntoView();
  }

  function filterLink() {
    const query = new URLSearchParams();
    for (const [name, input] of Object.entries(filters)) if (input.value) query.set(name, input.value);
    return query.toString() ? `#${query}` : "#episodes";
  }

  function step(by) {
    const at = found.indexOf(current) + by;
    if (found.indexOf(current) >= 0 && at >= 0 && at < found.length) {
      history.replaceState(null, "", link(found[at]));
      open(found[at]);
    }
  }

  filters.task.append(...data.tasks.map((name) => option(name, name)));
  filters.column.append(...data.columns.map((name) => option(name, name)));
  const levels = [...new Set(data.level)].sort((a, b) => a - b);
  filters.level.append(...levels.map((level) => option(level, level > 10 ? `ladder ${level - 10}` : level)));
  const there = new Set(data.ending);
  filters.ending.append(...data.endings.map(([name, label]) => option(name, label))
    .filter((_, at) => there.has(at)));

  byId("filters").addEventListener("input", () => {
    find();
    history.replaceState(null, "", filterLink());
  });
  byId("filters").addEventListener("reset", () => setTimeout(() => {
    find();
    history.replaceState(null, "", "#episodes");
  }));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("more").addEventListener("click", showMore);
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("close").addEventListener("click", () => reader.close());
  reader.addEventListener("click", (event) => { if (event.target === reader) reader.close(); });
  reader.addEventListener("close", () => {
    // Another episode may have been asked for before this event came.
    if (wantedKey() === keyOf(current)) history.replaceState(null, "", filterLink());
    const anchor = current < 0 ? null : document.querySelector(`a[href="${CSS.escape(link(current))}"]`);
    if (anchor) anchor.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !reader.open) {
      event.preventDefault();
      filters.search.focus();
      filters.search.select();
    } else if (reader.open && event.key === "j") step(1);
    else if (reader.open && event.key === "k") step(-1);
  });
  window.addEventListener("hashchange", follow);
  find();
  follow();
  document.documentElement.dataset.ready = "yes";
})();
