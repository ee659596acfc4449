// A phone: the chat of a person with the Official Account, or of the group.
"use strict";

const DEEDS = ["share_phone", "phone_off", "phone_on", "block", "unblock", "follow", "unfollow", "leave_window", "withdraw"];

class Phone {
  /** `slot`: {kind: "person"|"group", chat, accent}; `page` is the Page it belongs to. */
  constructor(slot, page) {
    this.slot = slot;
    this.page = page;
    this.shown = new Map(); // index → element
    this.offering = null; // index of the message whose options are buttons
    this.lastDate = "";
    this.root = document.getElementById("phone-template").content.firstElementChild.cloneNode(true);
    this.root.dataset.accent = slot.accent;
    this.log = this.root.querySelector(".log");
    this.newer = this.root.querySelector(".newer");
    this.input = this.root.querySelector("textarea");
    this.speaker = this.root.querySelector(".speaker");
    this.choose = this.root.querySelector(".choose");
    this.listen();
  }

  get inGroup() { return this.slot.kind === "group"; }
  get self() { return this.inGroup ? this.speaker.value : this.slot.chat; }

  listen() {
    this.root.querySelector(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.sendTyped();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.sendTyped();
    });
    this.input.addEventListener("input", () => this.grow());
    this.newer.addEventListener("click", () => this.toEnd());
    this.log.addEventListener("scroll", () => { if (this.atEnd()) this.newer.hidden = true; });
    this.log.addEventListener("load", () => { if (this.newer.hidden) this.toEnd(); }, true); // pictures grow it
    for (const button of this.root.querySelectorAll("[data-attach]"))
      button.addEventListener("click", () => this.attach(button.dataset.attach));
    this.choose.addEventListener("change", () => this.show(this.choose.value));
    this.speaker.addEventListener("change", () => this.redraw());
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 96)}px`;
  }

  sendTyped() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.grow();
    this.send(text);
  }

  send(text) {
    if (this.inGroup) return this.page.order("/sandbox/group/say", { group: this.slot.chat, user: this.self, text });
    return this.page.order("/sandbox/say", { user: this.slot.chat, text });
  }

  attach(kind) {
    this.closeMenus();
    const body = { user: this.self, kind };
    if (this.inGroup) body.group = this.slot.chat;
    return this.page.order("/sandbox/attach", body);
  }

  deed(what) {
    this.closeMenus();
    return this.page.order("/sandbox/act", { user: this.slot.chat, deed: what });
  }

  closeMenus() {
    for (const menu of this.root.querySelectorAll("details[open]")) menu.open = false;
  }

  atEnd() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 48; }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.newer.hidden = true;
  }

  /** Another person takes this phone. */
  show(chat) {
    this.slot.chat = chat;
    this.page.read(chat);
    this.redraw();
    this.page.head();
  }

  redraw() {
    this.shown.clear();
    this.offering = null;
    this.lastDate = "";
    this.log.replaceChildren();
    this.update({ quietly: true });
    this.toEnd();
  }

  /** Head line, menus and condition from what the page knows. */
  head() {
    const page = this.page;
    const name = this.root.querySelector(".name");
    const role = this.root.querySelector(".role");
    if (this.inGroup) {
      const group = page.groups.get(this.slot.chat);
      role.textContent = role.title = group.name;
      name.textContent = word("groupMembers").replace("{n}", group.members.length);
      this.root.querySelector(".avatar").textContent = initials(group.name);
      this.root.querySelector(".deeds").hidden = true;
      const options = group.members.map((id) => [id, page.nameOf(id)]);
      fill(this.speaker, options, this.speaker.value || options[0]?.[0]);
      this.speaker.hidden = false;
      this.speaker.setAttribute("aria-label", word("speaker"));
      this.root.setAttribute("aria-label", group.name);
      return;
    }
    const person = page.people.get(this.slot.chat);
    role.textContent = person.role_label || person.role;
    name.textContent = person.name;
    this.root.querySelector(".avatar").textContent = initials(person.name);
    this.root.setAttribute("aria-label", `${person.role_label}: ${person.name}`);

    const spare = page.spare(this.slot.chat);
    this.choose.hidden = spare.length === 0;
    name.hidden = spare.length > 0;
    this.choose.setAttribute("aria-label", word("choosePerson"));
    fill(this.choose, [[this.slot.chat, person.name], ...spare], this.slot.chat);

    const possible = DEEDS.filter((deed) => ({
      share_phone: person.phone && !person.shared_phone, phone_off: person.phone_on, phone_on: !person.phone_on,
      block: !person.blocked, unblock: person.blocked, follow: !person.follows, unfollow: person.follows,
      leave_window: true, withdraw: true,
    })[deed]);
    const sheet = this.root.querySelector(".deeds .sheet");
    sheet.replaceChildren(...possible.map((deed) => {
      const button = make("button", "", word("deed_" + deed));
      button.type = "button";
      button.addEventListener("click", () => this.deed(deed));
      return button;
    }));

    const condition = this.root.querySelector(".condition");
    const state = !person.phone_on ? "isOff" : person.blocked ? "isBlocked" : !person.follows ? "isGone" : "";
    condition.hidden = state === "";
    condition.textContent = state ? word(state) : "";
  }

  /** Draws what is new or changed in the chat; `quietly` without the movement that marks a new message. */
  update({ quietly = false } = {}) {
    const messages = this.page.chat(this.slot.chat);
    const stick = this.atEnd();
    let grew = false;
    let spoken = false;

    const offers = this.offerIn(messages);
    const view = {
      self: this.self, inGroup: this.inGroup, accountName: this.page.account.name,
      nameOf: (id) => this.page.nameOf(id),
      quoted: (id) => messages.find((one) => one && one.id === id),
      onSend: (text) => this.send(text), onDeed: (what) => this.deed(what),
    };
    for (const message of messages) {
      const element = this.shown.get(message.index);
      const active = message.index === offers;
      if (element && element.drawn === message && element.active === active) continue;
      view.offers = active;
      const fresh = bubbleOf(message, view);
      fresh.drawn = message;
      fresh.active = active;
      if (element) {
        element.replaceWith(fresh);
      } else {
        this.separate(message.at);
        this.log.append(fresh);
        fresh.classList.toggle("fresh", !quietly);
        grew = true;
        spoken ||= message.from === this.self;
      }
      this.shown.set(message.index, fresh);
    }
    this.drawEmpty(messages.length === 0);
    if (stick || spoken) this.toEnd();
    else if (grew) this.newer.hidden = false;
  }

  /** Index of the message whose options can be tapped: the account's last one with options, if nobody has answered. */
  offerIn(messages) {
    for (let i = messages.length - 1; i >= 0; --i) {
      const one = messages[i];
      if (one.kind === "notice") continue;
      if (one.from !== "") return null;
      if (one.kind === "ask_phone" || one.buttons?.length || optionsOf(one.text)) return one.index;
    }
    return null;
  }

  separate(at) {
    const { date, weekday } = wall(at);
    if (date === this.lastDate) return;
    this.lastDate = date;
    this.log.append(make("p", "day", `${word("days")[weekday]} ${date}`));
  }

  drawEmpty(empty) {
    this.log.querySelector(".empty")?.remove();
    if (!empty) return;
    const box = make("div", "empty");
    box.append(make("strong", "", word("empty")));
    const role = this.page.people.get(this.slot.chat)?.role;
    box.append(make("span", "", word(this.inGroup ? "emptyGroup" : role === "reporter" ? "emptyHint" : "emptyStaff")));
    this.log.append(box);
  }
}

/** First letters of the last two words: "Nguyễn Thị Lan" → "TL". */
function initials(name) {
  return name.trim().split(/\s+/).slice(-2).map((part) => [...part][0]).join("").toUpperCase();
}

/** Options of a select, touched only when they differ: an open list must not close by itself. */
function fill(select, options, chosen) {
  const now = JSON.stringify([options, chosen]);
  if (select.filled === now) return;
  select.filled = now;
  select.replaceChildren(...options.map(([value, label]) => {
    const option = make("option", "", label);
    option.value = value;
    return option;
  }));
  if (chosen) select.value = chosen;
}
