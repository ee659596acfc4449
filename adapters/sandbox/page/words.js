// The page's own words. What the bot says comes from the bot.
"use strict";

const WORDS = {
  vi: {
    title: "sucobot · mô phỏng", simulation: "Mô phỏng",
    speed: "Tốc độ", jump: "Tua nhanh", jump15m: "+15 phút", jump1h: "+1 giờ", jump6h: "+6 giờ", jump1d: "+1 ngày",
    failures: "Gây lỗi", outage: "Zalo hỏng", outageHint: "Mọi lời gọi tới Zalo đều nhận HTTP 503 cho đến khi tắt",
    receipts: "Mất biên nhận", receiptsHint: "Tin vẫn tới máy, nhưng bot không được báo đã nhận, đã xem",
    expire: "Hết hạn token", expireHint: "Access token hết hạn ngay bây giờ",
    note: "Đây là bản mô phỏng chạy trên máy này: không tin nào được gửi tới Zalo thật. Đừng nhập dữ liệu người bệnh thật.",
    offline: "Mất kết nối với máy chủ mô phỏng. Đang thử lại…",
    webhookIdle: "Chưa có webhook", webhookGood: "Webhook tốt", webhookWaiting: "Đang gửi", webhookRetrying: "Gửi lại",
    webhookCut: "Webhook bị ngắt", resubscribe: "Nối lại",
    tokenNone: "Chưa có token", tokenGood: "Token tốt", tokenDead: "Token hết hạn",
    more: "Việc khác", attach: "Đính kèm", attachImage: "Ảnh mẫu", attachFile: "Tệp PDF mẫu",
    attachAudio: "Ghi âm mẫu", attachLocation: "Vị trí", write: "Nhập tin nhắn…", send: "Gửi", newer: "Tin mới ↓",
    speaker: "Người nói", choosePerson: "Máy của ai", groupMembers: "{n} thành viên", empty: "Chưa có tin nhắn",
    emptyHint: "Nhập một tin để bắt đầu, ví dụ “báo nhanh”.", emptyStaff: "Việc cần làm và nhắc hạn sẽ hiện ở đây.",
    emptyGroup: "Thông báo cho lãnh đạo sẽ hiện ở đây.",
    sent: "đã gửi", delivered: "đã nhận", seen: "đã xem", lost: "mất biên nhận", toBot: "bot đã nhận", billed: "tính phí",
    template: "Tin mẫu ZBS", sharePhone: "Chia sẻ số điện thoại", everyone: "Tất cả", voice: "Ghi âm", place: "Vị trí",
    picture: "Ảnh", video: "Video", today: "Hôm nay",
    deed_follow: "Quan tâm OA", deed_unfollow: "Bỏ quan tâm OA", deed_block: "Chặn OA", deed_unblock: "Bỏ chặn OA",
    deed_phone_off: "Tắt máy", deed_phone_on: "Bật máy", deed_share_phone: "Chia sẻ số điện thoại",
    deed_leave_window: "Đã 8 ngày không tương tác", deed_withdraw: "Yêu cầu xoá dữ liệu", deed_chat_now: "Bấm “Nhắn tin”",
    did_follow: "Đã quan tâm OA", did_unfollow: "Đã bỏ quan tâm OA", did_block: "Đã chặn OA", did_unblock: "Đã bỏ chặn OA",
    did_phone_off: "Đã tắt máy", did_phone_on: "Đã bật máy", did_share_phone: "Đã chia sẻ số điện thoại",
    did_leave_window: "Lần tương tác cuối đã 8 ngày trước", did_withdraw: "Đã yêu cầu xoá dữ liệu",
    did_chat_now: "Đã bấm “Nhắn tin”", did_user_join_group: "Có người vào nhóm", did_user_out_group: "Có người rời nhóm",
    did_delete_group: "Nhóm đã giải tán",
    newMail: "Thư mới", reply: "Trả lời", mailSubject: "Tiêu đề", writeMail: "Soạn thư…", sendMail: "Gửi thư",
    emptyMail: "Nhà thầu báo sự cố bằng thư: soạn thư bên dưới, ví dụ “HIS không vào được từ 7 giờ”.",
    isBlocked: "Đã chặn OA", isOff: "Máy đang tắt", isGone: "Không quan tâm OA",
    days: ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
    other: "English", otherCode: "EN",
  },
  en: {
    title: "sucobot · simulation", simulation: "Simulation",
    speed: "Speed", jump: "Skip ahead", jump15m: "+15 min", jump1h: "+1 hour", jump6h: "+6 hours", jump1d: "+1 day",
    failures: "Failures", outage: "Zalo down", outageHint: "Every call to Zalo gets HTTP 503 until switched off",
    receipts: "Lose receipts", receiptsHint: "Messages arrive, but the bot is not told",
    expire: "Expire token", expireHint: "The access token expires right now",
    note: "A simulation on this machine: no message reaches the real Zalo. Do not enter real patient data.",
    offline: "The simulation server does not answer. Trying again…",
    webhookIdle: "No webhook yet", webhookGood: "Webhook fine", webhookWaiting: "Sending", webhookRetrying: "Retrying",
    webhookCut: "Webhook cut off", resubscribe: "Reconnect",
    tokenNone: "No token yet", tokenGood: "Token fine", tokenDead: "Token expired",
    more: "More", attach: "Attach", attachImage: "Sample photo", attachFile: "Sample PDF",
    attachAudio: "Sample recording", attachLocation: "Location", write: "Write a message…", send: "Send", newer: "New ↓",
    speaker: "Speaker", choosePerson: "Whose phone", groupMembers: "{n} members", empty: "No messages yet",
    emptyHint: "Write something to begin, such as “report”.", emptyStaff: "What is asked of them appears here.",
    emptyGroup: "Notices to the leadership appear here.",
    sent: "sent", delivered: "delivered", seen: "seen", lost: "receipt lost", toBot: "bot has it", billed: "billed",
    template: "ZBS template", sharePhone: "Share phone number", everyone: "everyone", voice: "Recording", place: "Location",
    picture: "Photo", video: "Video", today: "Today",
    deed_follow: "Follow the OA", deed_unfollow: "Unfollow the OA", deed_block: "Block the OA", deed_unblock: "Unblock the OA",
    deed_phone_off: "Switch phone off", deed_phone_on: "Switch phone on", deed_share_phone: "Share phone number",
    deed_leave_window: "8 days without interaction", deed_withdraw: "Ask for erasure", deed_chat_now: "Press “Message”",
    did_follow: "Followed the OA", did_unfollow: "Unfollowed the OA", did_block: "Blocked the OA", did_unblock: "Unblocked the OA",
    did_phone_off: "Phone switched off", did_phone_on: "Phone switched on", did_share_phone: "Shared the phone number",
    did_leave_window: "Last interaction is 8 days ago", did_withdraw: "Asked for erasure",
    did_chat_now: "Pressed “Message”", did_user_join_group: "Somebody joined", did_user_out_group: "Somebody left",
    did_delete_group: "The group was disbanded",
    newMail: "New mail", reply: "Reply", mailSubject: "Subject", writeMail: "Write a mail…", sendMail: "Send",
    emptyMail: "The vendor reports by mail: write one below, such as “The HIS cannot be reached since 7”.",
    isBlocked: "Has blocked the OA", isOff: "Phone is off", isGone: "Does not follow the OA",
    days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    other: "Tiếng Việt", otherCode: "VI",
  },
};

const language = { code: localStorage.getItem("language") === "en" ? "en" : "vi" };

function word(key) {
  return WORDS[language.code][key] ?? key;
}

/** Puts the words of the language into everything under `root` that is marked with data-word…. */
function translate(root) {
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of root.querySelectorAll("[data-word-title]")) {
    element.title = word(element.dataset.wordTitle);
    // A button with words of its own keeps them as its name; the title only explains.
    if (!element.dataset.word) element.setAttribute("aria-label", word(element.dataset.wordTitle));
  }
  for (const element of root.querySelectorAll("[data-word-label]"))
    element.setAttribute("aria-label", word(element.dataset.wordLabel));
  for (const element of root.querySelectorAll("[data-word-placeholder]")) {
    element.placeholder = word(element.dataset.wordPlaceholder);
    element.setAttribute("aria-label", word(element.dataset.wordPlaceholder));
  }
}
