// The page: asks the sandbox what is new, keeps the clock running in between, turns presses into orders.
"use strict";

const POLL_MS = 15000;
const RETRY_MS = 1000;
const BREATH_MS = 40; // between polls: many changes at once become one drawing
const ROLES = ["reporter", "incident_manager", "handler", "leader"];
const ACCENTS = ["teal", "indigo", "amber", "rose", "slate"];

class Page {
  constructor() {
    this.epoch = null;
    this.clear();
    this.phones = [];
    this.listen();
    this.translate();
    setInterval(() => this.tick(), 100);
    this.poll();
  }

  clear() {
    this.version = 0;
    this.account = { name: "" };
    this.people = new Map();
    this.groups = new Map();
    this.chats = new Map(); // chat → messages in order
    this.unread = new Map();
    this.clock = null;
    this.faults = [];
  }

  // --- asking ---------------------------------------------------------------------------------------------------
  async poll() {
    for (;;) {
      try {
        const answer = await fetch(`/sandbox/events?since=${this.version}&wait=${this.version ? POLL_MS : 0}`);
        if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
        this.take(await answer.json());
        if (this.disconnected) this.alarm("");
        this.disconnected = false;
        await new Promise((wake) => setTimeout(wake, BREATH_MS));
      } catch (problem) {
        this.disconnected = true;
        this.alarm(word("offline"));
        await new Promise((wake) => setTimeout(wake, RETRY_MS));
      }
    }
  }

  async order(path, body) {
    try {
      const answer = await fetch(path, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      });
      this.alarm(answer.ok ? "" : (await answer.json()).error);
    } catch (problem) {
      this.alarm(word("offline"));
    }
  }

  take(news) {
    if (this.epoch !== null && this.epoch !== news.epoch) {
      // Begun anew: what we have is another story's.
      this.clear();
      this.epoch = null;
      this.phones = [];
      return;
    }
    this.epoch = news.epoch;
    this.version = news.version;
    this.account = news.account;
    this.clock = { ...news.clock, at: performance.now() };
    this.faults = news.faults;
    this.switches = news.switches;
    this.webhooks = news.webhooks;
    this.token = news.token;
    for (const person of news.people) this.people.set(person.user_id, person);
    for (const group of news.groups) this.groups.set(group.group_id, group);
    const open = new Set(this.phones.map((phone) => phone.slot.chat));
    for (const message of news.messages) {
      const chat = this.chat(message.chat);
      const at = chat.findIndex((one) => one.index === message.index);
      if (at >= 0) chat[at] = message;
      else {
        chat.push(message);
        if (message.from === "" && message.kind !== "notice" && !open.has(message.chat))
          this.unread.set(message.chat, (this.unread.get(message.chat) ?? 0) + 1);
      }
    }
    if (this.phones.length === 0) this.layOut();
    this.head();
    for (const phone of this.phones) phone.update();
    this.tick();
  }

  // --- knowing --------------------------------------------------------------------------------------------------
  chat(id) {
    if (!this.chats.has(id)) this.chats.set(id, []);
    return this.chats.get(id);
  }

  read(chat) { this.unread.delete(chat); }

  nameOf(id) {
    if (this.groups.has(id)) return word("everyone");
    if (id === this.account.oa_id) return this.account.name;
    return this.people.get(id)?.name ?? id;
  }

  /** People on no other phone, with what they have not read: [[id, label]…]. */
  spare(chat) {
    const taken = new Set(this.phones.map((phone) => phone.slot.chat));
    return [...this.people.values()].filter((one) => !taken.has(one.user_id) && one.user_id !== chat).map((one) => {
      const count = this.unread.get(one.user_id);
      return [one.user_id, `${one.name} · ${one.role_label}${count ? ` (${count})` : ""}`];
    });
  }

  // --- showing --------------------------------------------------------------------------------------------------
  /** Four people, by role where there are such, and the first group. */
  layOut() {
    const people = [...this.people.values()];
    const chosen = [];
    for (const role of ROLES) {
      const one = people.find((person) => person.role === role && !chosen.includes(person));
      if (one) chosen.push(one);
    }
    for (const one of people) if (chosen.length < ROLES.length && !chosen.includes(one)) chosen.push(one);
    const slots = chosen.map((one, i) => ({ kind: "person", chat: one.user_id, accent: ACCENTS[i] }));
    const group = [...this.groups.values()][0];
    if (group) slots.push({ kind: "group", chat: group.group_id, accent: ACCENTS[4] });
    this.phones = slots.map((slot) => new Phone(slot, this));
    for (const phone of this.phones) this.read(phone.slot.chat);
    const place = document.getElementById("phones");
    place.replaceChildren(...this.phones.map((phone) => phone.root));
    place.style.setProperty("--phones", String(Math.max(1, slots.length)));
    translate(place);
  }

  head() {
    for (const phone of this.phones) phone.head();
    const outage = this.outage();
    press("switch-outage", outage !== undefined);
    press("switch-receipts", this.switches?.lose_receipts ?? false);
    for (const button of document.querySelectorAll("[data-speed]"))
      button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === this.clock?.speed));
    this.health();
  }

  health() {
    const { webhooks: out, token } = this;
    if (!out) return;
    let [text, mood] = [`${word("webhookGood")} · ${out.delivered}`, "good"];
    if (!out.subscribed) [text, mood] = [word("webhookCut"), "bad"];
    else if (out.retrying > 0) [text, mood] = [`${word("webhookRetrying")} · ${out.retrying}`, "warn"];
    else if (out.waiting > 0) [text, mood] = [`${word("webhookWaiting")} · ${out.waiting}`, "good"];
    else if (out.delivered === 0) [text, mood] = [word("webhookIdle"), "idle"];
    pill("webhook-state", text, mood);
    document.getElementById("resubscribe").hidden = out.subscribed;
    if (token.ends === null) pill("token-state", word("tokenNone"), "idle");
    else if (this.now() < token.ends) pill("token-state", word("tokenGood"), "good");
    else pill("token-state", word("tokenDead"), "warn");
  }

  outage() {
    return this.faults.find((one) => one.kind === "http_status" && one.scope === "any" && one.times === undefined);
  }

  now() {
    return this.clock ? this.clock.now + (performance.now() - this.clock.at) * this.clock.speed : 0;
  }

  tick() {
    if (!this.clock) return;
    const shown = wall(this.now());
    const time = document.getElementById("clock-time");
    const text = `${shown.time}:${shown.seconds}`;
    if (time.textContent !== text) {
      time.textContent = text;
      time.dataset.ms = String(Math.round(this.now()));
      document.getElementById("clock-date").textContent = `${word("days")[shown.weekday]}, ${shown.date}`;
      this.health();
    }
  }

  alarm(text) {
    const place = document.getElementById("alarm");
    place.textContent = text;
    place.hidden = !text;
  }

  translate() {
    document.documentElement.lang = language.code;
    document.title = word("title");
    translate(document.body);
    const button = document.getElementById("language");
    button.textContent = word("otherCode");
    button.title = word("other");
    button.lang = language.code === "vi" ? "en" : "vi";
    for (const phone of this.phones) {
      phone.redraw();
      phone.head();
    }
    this.head();
    this.tick();
  }

  // --- presses --------------------------------------------------------------------------------------------------
  listen() {
    const on = (id, act) => document.getElementById(id).addEventListener("click", act);
    for (const button of document.querySelectorAll("[data-speed]"))
      button.addEventListener("click", () => this.order("/sandbox/clock", { speed: Number(button.dataset.speed) }));
    for (const button of document.querySelectorAll("[data-jump]"))
      button.addEventListener("click", () => this.order("/sandbox/clock", { jump_seconds: Number(button.dataset.jump) }));
    on("switch-outage", () => {
      const fault = this.outage();
      if (fault) this.order("/sandbox/faults/clear", { id: fault.id });
      else this.order("/sandbox/faults", { kind: "http_status", scope: "any", status: 503 });
    });
    on("switch-receipts", () => this.order("/sandbox/switches", { lose_receipts: !this.switches.lose_receipts }));
    on("expire-token", () => this.order("/sandbox/token", { deed: "expire" }));
    on("resubscribe", () => this.order("/sandbox/webhooks", { subscribe: true }));
    on("language", () => {
      language.code = language.code === "vi" ? "en" : "vi";
      localStorage.setItem("language", language.code);
      this.translate();
    });
    document.addEventListener("click", (event) => {
      for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  }
}

function press(id, pressed) {
  document.getElementById(id).setAttribute("aria-pressed", String(pressed));
}

function pill(id, text, mood) {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
  element.dataset.mood = mood;
}

window.page = new Page();
