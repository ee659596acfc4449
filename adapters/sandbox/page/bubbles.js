// One message as an element. Whatever people or the bot write goes in as text nodes: never as HTML.
"use strict";

const VIETNAM_MS = 7 * 3600 * 1000; // UTC+7 without daylight saving

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function two(number) {
  return String(number).padStart(2, "0");
}

/** A moment as a clock on a Vietnamese wall shows it. */
function wall(ms) {
  const d = new Date(ms + VIETNAM_MS);
  return {
    time: `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`,
    seconds: two(d.getUTCSeconds()),
    date: `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`,
    weekday: d.getUTCDay(),
  };
}

/**
 * The numbered options of a text ("1. …" or "1) …", counting up from 1) and the text around them.
 * The last such run counts; one line alone is no choice.
 */
function optionsOf(text) {
  const lines = text.split("\n");
  let best = null;
  for (let i = 0; i < lines.length; ++i) {
    if (!/^\s*1[.)]\s+\S/.test(lines[i])) continue;
    const found = [];
    for (let j = i; j < lines.length; ++j) {
      const match = /^\s*(\d{1,2})[.)]\s+(.+)$/.exec(lines[j]);
      if (!match || Number(match[1]) !== found.length + 1) break;
      found.push({ number: match[1], label: match[2].trim() });
    }
    if (found.length >= 2) best = { from: i, options: found };
  }
  if (!best) return null;
  const rest = [...lines.slice(0, best.from), ...lines.slice(best.from + best.options.length)];
  return { options: best.options, rest: rest.join("\n").trim() };
}

/** Text with mentions "[@id]" shown as names. */
function textInto(element, text, nameOf) {
  for (const part of text.split(/(\[@[0-9a-f]+\])/)) {
    const mention = /^\[@([0-9a-f]+)\]$/.exec(part);
    if (mention) element.append(make("span", "mention", "@" + nameOf(mention[1])));
    else if (part) element.append(document.createTextNode(part));
  }
}

/** Path of an attachment the sandbox itself serves, else null: nothing is loaded from outside. */
function ownPath(url) {
  if (!url) return null;
  const path = url.startsWith(location.origin) ? url.slice(location.origin.length) : url;
  return path.startsWith("/attachments/") ? path : null;
}

function fileCard(message, label) {
  const path = ownPath(message.url);
  const card = make(path ? "a" : "div", "card");
  if (path) {
    card.href = path;
    card.download = message.name || "";
  }
  card.append(make("strong", "", message.name || label));
  card.append(make("small", "", message.size ? `${label} · ${Math.max(1, Math.round(message.size / 1024))} KB` : label));
  return card;
}

function mediaOf(message) {
  switch (message.kind) {
    case "image": case "gif": case "sticker": {
      const path = ownPath(message.url);
      if (!path) return make("div", "card", word("picture"));
      const image = make("img", "photo");
      image.src = path;
      image.alt = message.name || word("picture");
      return image;
    }
    case "file": return fileCard(message, "PDF/DOC/CSV");
    case "audio": return fileCard(message, word("voice"));
    case "video": return fileCard(message, word("video"));
    case "location": return make("div", "card", `${word("place")}: ${message.latitude}, ${message.longitude}`);
    case "link": case "business_card": return make("div", "card", message.name || message.url || "");
    default: return null;
  }
}

/** Ticks and words for how far a message got. */
function progressOf(message, inGroup) {
  const mine = message.from !== "";
  if (mine) return message.progress === "sent" ? ["✓", word("sent")] : ["✓✓", word("toBot")];
  if (inGroup) return null;
  if (message.receipt_lost) return ["✓", word("lost")];
  return { sent: ["✓", word("sent")], delivered: ["✓✓", word("delivered")], seen: ["✓✓", word("seen")] }[message.progress];
}

/**
 * The element of a message. `view`: {self, inGroup, offers, nameOf, quoted, onSend, onDeed}; with `offers` its
 * numbered options are buttons.
 */
function bubbleOf(message, view) {
  if (message.kind === "notice") return make("p", "notice", word("did_" + message.text));
  const mine = message.from !== "" && (!view.inGroup || message.from === view.self);
  const row = make("div", `row ${mine ? "mine" : "theirs"}${message.from === "" ? " account" : ""}`);
  row.dataset.id = message.id;
  if (view.inGroup && !mine) row.append(make("span", "speaker-name", message.from === "" ? view.accountName : view.nameOf(message.from)));

  const bubble = make("div", "bubble");
  if (message.kind === "template") bubble.append(make("span", "tag", word("template")));
  const quoted = message.quote && view.quoted(message.quote);
  if (quoted) bubble.append(make("blockquote", "", quoted.text || word("picture")));
  const media = mediaOf(message);
  if (media) bubble.append(media);

  const choice = view.offers && message.from === "" ? optionsOf(message.text) : null;
  const text = choice ? choice.rest : message.text;
  if (text) {
    const body = make("div", "text");
    textInto(body, text, view.nameOf);
    bubble.append(body);
  }
  if (bubble.childNodes.length) row.append(bubble);

  const chips = [];
  if (choice) for (const option of choice.options) chips.push([option.number, option.label, () => view.onSend(option.number)]);
  if (view.offers) for (const press of message.buttons ?? []) chips.push(["", press.title, () => view.onSend(press.payload)]);
  if (view.offers && message.kind === "ask_phone") chips.push(["", word("sharePhone"), () => view.onDeed("share_phone")]);
  if (chips.length) {
    const list = make("div", "chips");
    for (const [number, label, press] of chips) {
      const chip = make("button", "chip");
      chip.type = "button";
      if (number) chip.append(make("b", "", number));
      chip.append(make("span", "", label));
      chip.addEventListener("click", press);
      list.append(chip);
    }
    row.append(list);
  }

  const meta = make("div", "meta");
  meta.append(make("time", "", wall(message.at).time));
  const progress = progressOf(message, view.inGroup);
  if (progress) {
    const ticks = make("span", `ticks ${message.receipt_lost ? "lost" : message.progress}`, progress[0]);
    ticks.setAttribute("aria-hidden", "true");
    meta.append(ticks, make("span", "progress", progress[1]));
  }
  if (message.billed) meta.append(make("span", "tag", word("billed")));
  if (message.reaction) meta.append(make("span", "reaction", message.reaction));
  row.append(meta);
  return row;
}
