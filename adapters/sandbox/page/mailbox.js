// The vendor's mailbox: mails with the bot, the newest open; a reply quotes the mail it answers, with room behind its labels.
"use strict";

const MAIL_POLL_MS = 1500;

class Mailbox {
  constructor(page) {
    this.page = page;
    this.mails = [];
    this.answers = null; // index of the mail being answered
    this.root = null;
    this.look();
  }

  async look() {
    for (;;) {
      try {
        const answer = await fetch("/sandbox/mail");
        if (answer.ok) {
          const news = await answer.json();
          if (!news.who) return; // this sandbox has no mailbox
          this.take(news);
        }
      } catch (problem) {
        // The phones' own poll tells when the server is gone.
      }
      await new Promise((wake) => setTimeout(wake, MAIL_POLL_MS));
    }
  }

  take(news) {
    const place = document.getElementById("phones");
    if (!this.root) this.build(news.who);
    if (this.root.parentNode !== place && place.childElementCount > 0) {
      place.append(this.root);
      place.style.setProperty("--phones", String(place.childElementCount));
    }
    if (news.mails.length === this.mails.length) return;
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 40;
    for (const mail of news.mails.slice(this.mails.length)) this.log.append(this.mailOf(mail));
    this.mails = news.mails;
    this.empty.hidden = true;
    if (atEnd) this.log.lastElementChild.scrollIntoView({ block: "start" });
  }

  build(who) {
    this.root = document.getElementById("mailbox-template").content.firstElementChild.cloneNode(true);
    this.root.querySelector(".role").textContent = who.role_label;
    this.root.querySelector(".name").textContent = `${who.name} · ${who.address}`;
    this.log = this.root.querySelector(".log");
    this.empty = this.root.querySelector(".empty");
    this.subject = this.root.querySelector("input");
    this.text = this.root.querySelector("textarea");
    this.root.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.root.querySelector(".new-mail").addEventListener("click", () => this.answer(null));
    translate(this.root);
  }

  mailOf(mail) {
    const row = make("article", `mail ${mail.mine ? "mine" : "theirs"}`);
    const head = make("header", "");
    head.append(make("strong", "", mail.subject));
    const shown = wall(mail.at);
    head.append(make("small", "", `${shown.time} ${shown.date}`));
    row.append(head, make("div", "text", mail.text.trim()));
    if (!mail.mine) {
      const reply = make("button", "reply", word("reply"));
      reply.type = "button";
      reply.dataset.word = "reply";
      reply.addEventListener("click", () => this.answer(mail));
      row.append(reply);
    }
    return row;
  }

  /** Begins an answer: our questions stand in it, to be filled in. */
  answer(mail) {
    this.answers = mail ? mail.index : null;
    this.subject.hidden = mail !== null;
    const questions = mail ? mail.text.split("\n").filter((line) => /^\d{1,2}\. .*:$/.test(line)) : [];
    this.text.value = questions.length ? `${questions.map((line) => `${line} `).join("\n")}` : "";
    this.text.rows = Math.min(8, Math.max(3, questions.length));
    this.text.focus();
    this.text.scrollTop = 0;
    this.text.setSelectionRange(questions.length ? questions[0].length + 1 : 0, questions.length ? questions[0].length + 1 : 0);
  }

  async send() {
    const text = this.text.value.trim();
    if (!text) return;
    const body = { subject: this.subject.value.trim() || word("mailSubject"), text };
    if (this.answers !== null) body.answers = this.answers;
    this.text.value = "";
    this.subject.value = "";
    this.answer(null);
    await this.page.order("/sandbox/mail", body);
  }
}

window.mailbox = new Mailbox(window.page);
