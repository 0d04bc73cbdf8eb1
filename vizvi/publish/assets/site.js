// The page of a static lesson: which of its recorded states is shown, by the address, by a knob, by a link, by a prediction.

(() => {
  "use strict";
  const map = document.createElement("script");
  map.type = "importmap";
  map.textContent = JSON.stringify({ imports: window.vizviModules });
  document.head.append(map);

  const letters = Promise.race([document.fonts.load('16px "Source Sans"'), new Promise((done) => setTimeout(done, 300))]);
  const page = JSON.parse(document.getElementById("vz-page").textContent);
  const main = document.getElementById("vz-main");
  const note = document.getElementById("vz-note");
  const asks = new URLSearchParams(location.search);
  const all = page.states.map(([change]) => settings(change));
  const ANSWERS = `vizvi.answers.${page.slug}`;
  const AHEAD = 12e6; // characters that are fetched before they are asked for
  const answers = read(ANSWERS);
  const guesses = {};
  const drawings = {}; // q as it was drawn before the answer, by picture
  const stages = new Map(); // element → what its module left to call at its end
  let here = 0; // the state that is shown
  let turn = 0; // counts what was asked for: only the newest is shown
  let step = null; // of the first stage, for the address

  function settings(change) {
    const found = { ...page.base };
    for (const [key, text] of Object.entries(change)) {
      if (text === null) delete found[key];
      else found[key] = text;
    }
    return found;
  }

  function read(key) {
    try { return JSON.parse(sessionStorage.getItem(key) ?? "{}"); } catch { return {}; }
  }

  function keep() {
    try { sessionStorage.setItem(ANSWERS, JSON.stringify(answers)); } catch { /* a tab without storage forgets */ }
  }

  // — files: text in base64, compressed; by a script's element, since a page on a disk may fetch nothing

  const files = new Map();
  const arriving = new Map();
  window.vizviTake = (name, text) => arriving.get(name)?.(text);

  function text(name) {
    const inline = document.querySelector(`script[data-file="${name}"]`);
    if (inline) return Promise.resolve(inline.textContent);
    return new Promise((done, fail) => {
      arriving.set(name, done);
      const script = document.createElement("script");
      script.src = `${page.slug}/${name}.js`;
      script.onload = () => script.remove();
      script.onerror = () => { script.remove(); files.delete(name); fail(new Error(`${name} did not arrive`)); };
      document.head.append(script);
    });
  }

  async function unpack(packed) {
    const raw = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
    const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  let fetched = 0;
  function file(name) {
    if (!files.has(name)) {
      files.set(name, text(name).then((packed) => { fetched += packed.length; arriving.delete(name); return unpack(packed); }));
    }
    return files.get(name);
  }

  const decoder = new TextDecoder();
  const documentOf = async (name) => JSON.parse(decoder.decode(await file(name)));

  // — pictures

  // One message as the canvases read it: the length of a header, the header, aligned arrays.
  function message(header, arrays) {
    const head = new TextEncoder().encode(JSON.stringify(header));
    const padding = (8 - ((4 + head.length) % 8)) % 8;
    const whole = new Uint8Array(4 + head.length + padding + arrays.length).fill(32, 0, 4 + head.length + padding);
    new DataView(whole.buffer).setUint32(0, head.length + padding, true);
    whole.set(head, 4);
    whole.set(arrays, 4 + head.length + padding);
    return whole;
  }

  async function mount(element, header, arrays, hand, how) {
    const { part, kind } = element.dataset;
    const [{ default: show }] = await Promise.all([import(`vizvi/${kind}/main.js`), letters]);
    const more = { ...header, token: "", present: presenting() };
    if (hand) more.handles = ["mean", "scale"];
    if (how.play && header.type === "run") more.play = how.play;
    if (how.step !== null && !stages.has(element)) more.step = how.step;
    if (header.guess && guesses[part] !== undefined) more.guess = { ...header.guess, value: guesses[part] };
    if (hand && !header.open && drawings[part]) more.ghosts = [...(header.ghosts ?? []), drawings[part]];
    const setStateValue = (name, said) => heard(element, name, said);
    const give = (head, bytes) => show({ data: message(head, bytes), parentElement: element, setStateValue });
    const answer = (extra) => give({ ...more, ...extra }, arrays);
    stages.set(element, { end: answer({}), answer, give, show, hand, header, arrays });
  }

  // What the hand says of a picture: a step is an address, a guess is kept, q is answered where a table is; everything else
  // would need Python.
  function heard(element, name, said) {
    const stage = stages.get(element);
    if (name === "step" && element === main.querySelector('[data-part][data-kind="stage"]')) {
      step = said.value;
      write();
    } else if (name === "guess") guesses[element.dataset.part] = said.value;
    else if (name === "handles" && stage.hand) queueMicrotask(() => held(element, stage, said));
    else if (said.released && said.seq) {
      stage.answer({ seq: said.seq });
      tell("The live edition answers to a hand here; this one can only show what was computed.");
    }
  }

  function held(element, { hand, header, arrays, give }, said) {
    const { offset, shape } = header.arrays.p;
    const p = new Float32Array(arrays.slice(offset, offset + 4 * shape[0]).buffer);
    const { head, bytes, found } = window.vizviHand.frame(header, p, hand.about, hand.data, said);
    give(head, bytes);
    if (!said.released) return;
    if (header.open && found) draw(element.dataset.part, header, said, found);
    if (!header.open) tell("These are this q's numbers. Play shows the run that was computed; from where you leave q it runs in the live edition.");
  }

  // A prediction drawn by hand stays beside the answer.
  async function draw(part, header, said, found) {
    const { readout } = await import("vizvi/shared/format.js");
    const key = header.strip?.total ?? "reverse_kl";
    drawings[part] = { label: "you said", mean: said.mean, cov: [said.sd[0] ** 2], note: `${readout(found[key], "quadrature", key)} nats` };
    saidNow();
  }

  // — the document: what stays the same stays in place, so that pictures go on and a slider is not lost in mid-drag

  const named = (node) => node.dataset && (node.dataset.part ?? node.dataset.setting ?? node.dataset.fold ?? node.dataset.gate);
  const same = (a, b) => a.nodeName === b.nodeName && named(a) === named(b);

  function morph(old, next) {
    for (const { name, value } of [...next.attributes]) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    for (const { name } of [...old.attributes]) if (name !== "open" && !next.hasAttribute(name)) old.removeAttribute(name);
    if (old.dataset?.part || old.dataset?.setting) return;
    if (old.classList.contains("vz-check") && old.firstChild?.isEqualNode(next.firstChild)) return; // an answer given stays
    let at = old.firstChild;
    for (const want of [...next.childNodes]) {
      let found = at;
      if (named(want)) while (found && !same(found, want)) found = found.nextSibling;
      if (found && same(found, want)) {
        while (at !== found) {
          const gone = at;
          at = at.nextSibling;
          gone.remove();
        }
        if (found.nodeType === Node.ELEMENT_NODE) morph(found, want);
        else if (found.nodeValue !== want.nodeValue) found.nodeValue = want.nodeValue;
        at = found.nextSibling;
      } else old.insertBefore(want, at);
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  }

  // — settings

  const number = (given) => (given !== "" && Number.isFinite(Number(given)) ? Number(given) : null);

  // The recorded state nearest to some settings; what is not asked for should stay as it was.
  function nearest(wanted, from) {
    let [best, least] = [0, null];
    all.forEach((query, i) => {
      const score = [0, 0, 0];
      for (const [key, given] of Object.entries(wanted)) {
        if (query[key] === given) continue;
        const [a, b] = [number(query[key] ?? ""), number(given)];
        if (a === null || b === null) score[0] += 1;
        else score[1] += Math.abs(a - b) / (Math.abs(b) + 1);
      }
      for (const key of new Set([...Object.keys(query), ...Object.keys(from)])) {
        if (!(key in wanted) && query[key] !== from[key]) score[2] += 1;
      }
      const less = least === null || score.some((each, j) => each < least[j] && score.slice(0, j).every((s, k) => s === least[k]));
      if (less) [best, least] = [i, score];
    });
    return { index: best, exact: least[0] === 0 && least[1] === 0, others: least[2] };
  }

  // States that differ from the one shown in one setting alone.
  function along(key) {
    const now = all[here];
    return all.flatMap((query, i) => {
      const keys = new Set([...Object.keys(query), ...Object.keys(now)]);
      return [...keys].every((each) => each === key || query[each] === now[each]) ? [i] : [];
    });
  }

  const labelOf = (key, value) => page.labels[key]?.[value] ?? value;

  function alive(element) {
    const { setting: key, kind, label, options } = element.dataset;
    const value = all[here][key];
    if (value === undefined) return;
    const near = along(key);
    const offered = (options ? options.split("\x1f") : []);
    const words = { key, value, label, near };
    if (kind === "slider" && near.length > 2 && near.every((i) => number(all[i][key]) !== null)) slider(element, words);
    else if (kind === "switch" && near.length > 1) flip(element, words);
    else if (["tabs", "choice"].includes(kind) && offered.length) buttons(element, words, offered);
    else if (["menu", "slider"].includes(kind) && options) menu(element, words, offered);
    else fixed(element, words);
  }

  function fixed(element, { key, value }) {
    element.removeAttribute("data-alive");
    const shown = element.querySelector(".vz-value") ?? element.appendChild(Object.assign(document.createElement("span"), { className: "vz-value" }));
    for (const each of element.querySelectorAll("input, select, .vz-buttons")) each.remove();
    shown.textContent = labelOf(key, value);
  }

  const make = (tag, props) => Object.assign(document.createElement(tag), props);

  function control(element, tag, props) {
    const found = element.querySelector(tag);
    if (found) return found;
    for (const each of element.querySelectorAll("input, select, .vz-buttons")) each.remove();
    const value = element.querySelector(".vz-value");
    const made = make(tag, props);
    if (value) value.before(made);
    else element.append(made);
    element.dataset.alive = "true";
    made.setAttribute("aria-label", element.dataset.label || element.dataset.setting);
    return made;
  }

  function slider(element, { key, value, near }) {
    const rows = near.map((i) => [Number(all[i][key]), i]).sort((a, b) => a[0] - b[0]);
    const input = control(element, "input", { type: "range", min: 0, step: 1 });
    input.max = rows.length - 1;
    const at = rows.findIndex(([, i]) => all[i][key] === value);
    if (document.activeElement !== input || Number(input.value) !== at) input.value = at;
    const say = (n) => {
      element.querySelector(".vz-value").textContent = labelOf(key, all[rows[n][1]][key]);
      input.setAttribute("aria-valuetext", labelOf(key, all[rows[n][1]][key]));
    };
    say(at);
    input.oninput = () => {
      say(Number(input.value));
      go(rows[Number(input.value)][1]);
    };
  }

  function flip(element, { key, value, near }) {
    const input = control(element, "input", { type: "checkbox" });
    element.querySelector(".vz-value").textContent = "";
    input.checked = value === "1" || value === "True";
    input.onchange = () => go(near.find((i) => all[i][key] !== value));
  }

  // What the page offers, by its labels; only what was recorded can be chosen.
  function recorded(key, offered) {
    const byLabel = Object.fromEntries(Object.entries(page.labels[key] ?? {}).map(([text, label]) => [label, text]));
    return offered.map((label) => [label, byLabel[label]]);
  }

  function choose(key, value) {
    const { index, others } = nearest({ [key]: value }, all[here]);
    go(index, { play: "choice" });
    const elsewhere = others > 0 && !["tabs", "choice"].includes(main.querySelector(`[data-setting="${key}"]`)?.dataset.kind);
    if (elsewhere) tell("Shown with other settings than before: the static edition has this choice there alone.");
  }

  function buttons(element, { key, value }, offered) {
    const box = element.querySelector(".vz-buttons") ?? element.appendChild(make("div", { className: "vz-buttons" }));
    element.querySelector(".vz-value")?.remove();
    element.dataset.alive = "true";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", element.dataset.label || "Parts");
    const focused = box.contains(document.activeElement) ? document.activeElement.textContent : null;
    box.replaceChildren(...recorded(key, offered).map(([label, text]) => {
      const button = make("button", { type: "button", className: "vz-tab", textContent: label.replace(/:material\/\w+:\s?/, "") });
      button.setAttribute("aria-pressed", String(text === value));
      button.disabled = text === undefined;
      if (button.disabled) button.title = "In the live edition";
      button.onclick = () => text !== value && choose(key, text);
      return button;
    }));
    if (focused) [...box.children].find((each) => each.textContent === focused)?.focus();
  }

  function menu(element, { key, value }, offered) {
    const rows = recorded(key, offered).filter(([, text]) => text !== undefined);
    if (rows.length < 2) return fixed(element, { key, value });
    const select = control(element, "select", {});
    element.querySelector(".vz-value").textContent = "";
    select.replaceChildren(...rows.map(([label, text]) => make("option", { value: text, textContent: label, selected: text === value })));
    select.onchange = () => choose(key, select.value);
    return undefined;
  }

  // — going from state to state

  const gates = new Map(); // document → the prediction in it
  const tables = new Map(); // document → its pictures that a hand can hold

  async function go(index, how = {}) {
    const mine = ++turn;
    const [, told, asked] = page.states[index];
    let doc;
    try {
      doc = await documentOf(asked || told);
      const ask = template(doc.html).querySelector("[data-gate]")?.dataset.gate;
      gates.set(asked || told, ask);
      tables.set(asked || told, doc.parts.flatMap(([part, , , table]) => (table ? [part] : [])));
      if (asked && answers[ask]) doc = await documentOf(told);
      else if (!asked && ask && !answers[ask]) answers[ask] = { said: "", locked: false }; // who goes on has skipped it
      await Promise.all(doc.parts.map(([, name]) => file(name)));
    } catch {
      tell("This setting did not arrive: is the connection there?");
      return;
    }
    if (mine !== turn) return;
    here = index;
    if (how.settings !== false) note.hidden = true;
    await render(doc, how);
    write();
    keep();
  }

  // The table behind a hand comes after the picture; from then on q can be held.
  async function hold(element, header, name, [about, data], how) {
    try {
      const raw = await file(data);
      const hand = { about, data: new Float32Array(raw.slice().buffer) };
      if (element.isConnected && stages.get(element)?.header === header) await mount(element, header, await file(name), hand, { ...how, play: undefined });
    } catch { /* then nothing can be held */ }
  }

  const template = (markup) => make("template", { innerHTML: markup }).content;

  async function render(doc, how) {
    const next = make("main", { innerHTML: doc.html });
    for (const { name, value } of [...main.attributes]) next.setAttribute(name, value);
    morph(main, next);
    for (const element of main.querySelectorAll("[data-setting]")) alive(element);
    saidNow();
    cover();
    await Promise.all(doc.parts.map(async ([key, name, header, table]) => {
      const element = main.querySelector(`[data-part="${CSS.escape(key)}"]`);
      const ready = { play: how.play, step: how.step ?? null };
      await mount(element, header, await file(name), null, ready);
      if (table) hold(element, header, name, table, ready);
    }));
    for (const [element, { end }] of stages) {
      if (element.isConnected) continue;
      end?.();
      stages.delete(element);
    }
  }

  // The prediction: its buttons, and what was said beside what came. What is to be drawn has been once every q was held.
  function saidNow() {
    for (const gate of main.querySelectorAll("[data-gate]")) {
      const made = answers[gate.dataset.gate];
      const options = gate.querySelector(".vz-options");
      const lock = gate.querySelector('[data-act="lock"]');
      if (lock && options) lock.disabled = !gate.querySelector('.vz-option[aria-pressed="true"]');
      else if (lock) {
        const holdable = page.states[here][2] ? tables.get(page.states[here][2]) ?? [] : [];
        lock.disabled = holdable.some((part) => !drawings[part]);
        if (!holdable.length && !gate.querySelector(".vz-hint")) {
          gate.append(make("p", { className: "vz-hint", textContent: "Decide, then lock it in; the live edition lets you draw it." }));
        }
      }
      if (made?.said && !lock && !gate.querySelector(".vz-said")) {
        const words = make("p", { className: "vz-said", textContent: "You said " });
        words.append(make("strong", { textContent: made.said }), ".");
        gate.append(words);
      }
    }
  }

  main.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : main;
    const option = target.closest(".vz-option");
    const act = target.closest("[data-act]");
    const link = target.closest("a[href]");
    if (option) picked(option);
    else if (act) acted(act);
    else if (link && link.getAttribute("href").startsWith(`${page.slug}.html`)) {
      event.preventDefault();
      follow(new URLSearchParams(link.getAttribute("href").split("#")[1] ?? ""), { play: "choice" });
    }
  });

  function picked(option) {
    for (const each of option.parentElement.querySelectorAll(".vz-option")) each.setAttribute("aria-pressed", String(each === option));
    const check = option.closest(".vz-check");
    if (check) for (const told of check.querySelectorAll(".vz-told")) told.hidden = told.dataset.right !== option.dataset.right;
    const lock = option.closest("[data-gate]")?.querySelector('[data-act="lock"]');
    if (lock) lock.disabled = false;
  }

  function acted(button) {
    const gate = button.closest("[data-gate]");
    const { gate: name } = gate.dataset;
    if (button.dataset.act === "again") {
      delete answers[name];
      const index = page.states[here][2] ? here : Math.max(0, page.states.findIndex(([, , asked]) => asked && gates.get(asked) === name));
      go(index);
      return;
    }
    const locked = button.dataset.act === "lock";
    answers[name] = { said: locked ? gate.querySelector('.vz-option[aria-pressed="true"]')?.textContent ?? "" : "", locked };
    go(here).then(() => { if (!main.contains(document.activeElement)) main.focus({ preventScroll: true }); });
  }

  // — the address

  const CARRIED = ["present", "hide", "teach", "lecture", "embed"]; // how the page is shown: no setting, and links keep it
  const fullKey = (key) => (key in page.base || all.some((query) => key in query) ? key : `${page.slug}.${key}`);
  const flag = (name) => asks.get(name) ?? hash().get(name);
  const hash = () => new URLSearchParams(location.hash.slice(1));
  const presenting = () => flag("present") === "1";

  function follow(given, how = {}) {
    const wanted = {};
    for (const [key, value] of given) {
      if (!CARRIED.includes(key) && !["step", `${page.slug}.step`, "v"].includes(key)) wanted[fullKey(key)] = value;
    }
    const at = given.get("step") ?? given.get(`${page.slug}.step`);
    const { index, exact } = nearest(wanted, page.base ? all[0] : {});
    const done = go(index, { ...how, step: at === null ? null : Number(at) });
    if (!exact && Object.keys(wanted).length) done.then(() => tell(snapped(wanted, index)));
    return done;
  }

  function snapped(wanted, index) {
    const off = Object.keys(wanted).filter((key) => all[index][key] !== wanted[key]);
    const told = off.map((key) => `${key.replace(`${page.slug}.`, "")} ${wanted[key]} is shown at ${all[index][key] ?? "its usual setting"}`);
    return `Computed ahead of time for some settings only: ${told.join("; ")}. The live edition has them all.`;
  }

  function tell(words) {
    note.textContent = words;
    note.hidden = false;
  }

  function write() {
    const query = new URLSearchParams();
    for (const name of CARRIED) if (hash().get(name)) query.set(name, hash().get(name));
    for (const [key, value] of Object.entries(page.states[here][0])) {
      if (value !== null) query.set(key.startsWith(`${page.slug}.`) ? key.slice(page.slug.length + 1) : key, value);
    }
    if (step) query.set("step", step);
    const address = String(query).replace(/%2C/g, ",");
    history.replaceState(null, "", location.pathname + location.search + (address ? `#${address}` : ""));
    live();
  }

  function live() {
    const box = document.getElementById("vz-live");
    const query = new URLSearchParams({ v: "1", ...all[here] });
    if (page.live) box.replaceChildren(make("a", { href: `${page.live}/${page.slug}?${query}`, textContent: "this page in the live edition" }), ".");
    else box.replaceChildren(make("code", { textContent: "pip install vizvi && vizvi" }), ".");
  }

  // — how the page is shown

  // hide= puts controls away by the names that links use, as in the live edition; teach=1 opens the teacher's notes.
  function cover() {
    const away = new Set((flag("hide") ?? "").split(",").map((each) => each.trim()).filter(Boolean));
    for (const element of main.querySelectorAll("[data-setting]")) {
      const key = element.dataset.setting;
      const name = key.slice(key.indexOf(".") + 1);
      element.hidden = away.has(key) || away.has(name) || away.has(name.split(".")[0]);
    }
    for (const tool of document.querySelectorAll("[data-tool]")) tool.hidden = away.has(tool.dataset.tool);
    for (const fold of main.querySelectorAll('[data-fold="More"]')) fold.hidden = away.has("more");
    const teach = main.querySelector('[data-name="teach"]');
    if (teach && flag("teach") === "1" && !teach.dataset.opened) {
      teach.dataset.opened = "true";
      teach.open = true;
    }
    const carried = new URLSearchParams(CARRIED.filter((name) => asks.has(name)).map((name) => [name, asks.get(name)]));
    if (!carried.size) return;
    for (const link of document.querySelectorAll('a[href*=".html"]')) {
      const [file, query] = link.getAttribute("href").split("#");
      link.setAttribute("href", `${file.split("?")[0]}?${carried}${query ? `#${query}` : ""}`);
    }
  }

  function present(on) {
    const url = new URL(location.href);
    if (on) url.searchParams.set("present", "1");
    else url.searchParams.delete("present");
    location.replace(url);
    if (url.hash === location.hash) location.reload();
  }

  document.querySelector(".vz-tools").onclick = ({ target }) => {
    const tool = target.dataset?.tool;
    if (tool === "reset") {
      step = null;
      go(0, { play: "reset" });
    } else if (tool === "present") present(!presenting());
    else if (tool === "share") share();
  };

  async function share() {
    try {
      await navigator.clipboard.writeText(location.href);
      tell("Link copied.");
    } catch {
      window.prompt("Copy this link", location.href);
    }
  }

  document.body.dataset.present = String(presenting());
  document.body.dataset.embed = String(["1", "true"].includes(flag("embed")));
  if (presenting()) document.querySelector('[data-tool="present"]').textContent = "Leave presenter mode";
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const [parentElement, { show }] of stages) show({ data: null, parentElement, setStateValue: (name, said) => heard(parentElement, name, said) });
  });
  addEventListener("hashchange", () => follow(hash()));
  addEventListener("keydown", (event) => { // a lecture's clicker
    const way = { PageDown: "next", PageUp: "back" }[event.key];
    if (flag("lecture") !== "1" || !way || event.target.closest?.('[role="slider"]')) return;
    event.preventDefault();
    document.querySelector(`[data-way="${way}"]`)?.click();
  });
  if (window.parent !== window) {
    new ResizeObserver(() => window.parent.postMessage({ vizvi: page.slug, height: document.body.offsetHeight }, "*")).observe(document.body);
  }

  // What else the lesson has is fetched behind the first picture, nearest first.
  async function ahead() {
    if (navigator.connection?.saveData) return;
    for (const [, told, asked] of page.states) {
      for (const name of [told, asked].filter(Boolean)) {
        if (fetched > AHEAD) return;
        try {
          const { parts } = await documentOf(name);
          for (const [, each, , table] of parts) {
            await file(each);
            if (table) await file(table[1]);
          }
        } catch { return; }
        await new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done));
      }
    }
  }

  const given = new URLSearchParams([...asks].filter(([key]) => key.includes(".")).concat([...hash()]));
  follow(given).then(() => {
    document.body.dataset.ready = "true";
    setTimeout(ahead, 500);
  });
})();
