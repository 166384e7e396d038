# The calls of a bot: the first message of an incident is kept; later it is edited to show the present state, and what is
# new answers it. Telegram's own name for the incident is kept: {chat, message}.
# https://core.telegram.org/bots/api#sendmessage and #editmessagetext
import "telegram-message" as telegram;
import "answer-buttons" as answers;

# Two in a row: what they say is at most 64 bytes (https://core.telegram.org/bots/api#inlinekeyboardbutton).
def keyboard: [answers::buttons[] | {text, callback_data: .says}] | if . == [] then {} else {reply_markup: {inline_keyboard: [.[0:2], .[2:4]]}} end;

(if variable("buttons") == "true" then answers::without_link else . end)
| . as $message
| ($message.delivery.address // "" | if . == "" then variable("chat") else . end) as $chat
| ($message.answers // []) as $answers
| ($message.notice.kind == "digest" or $message.notice.kind == "test") as $apart
| (if ($apart | not) and $message.thread.chat == $chat then $message.thread.message else null end) as $first
| {chat_id: $chat, text: telegram::text, parse_mode: "HTML", link_preview_options: {is_disabled: true}} as $body
# Where somebody takes the answers. The first message has them, since that is edited to show what came of them; an edit without takes them away.
| (if variable("buttons") == "true" then $body + keyboard else $body end) as $open
| (variable("topic") | if . == "" or ($message.delivery.address // "") != "" then {} else {message_thread_id: tonumber} end) as $topic
| if $first != null and $answers == [] then .call = {path: "editMessageText", body: ($open + {message_id: $first})}
  elif $first != null and ($answers | length) == 1 then
    .call = {
      path: "sendMessage",
      body: ($body + $topic + {reply_parameters: {message_id: $first, allow_sending_without_reply: true}})
    }
  elif $answers == [] then .call = {path: "sendMessage", body: ($open + $topic)}
  elif $first == null and ($apart | not) then .thread = [$answers[0].body | objects | .result.message_id? // empty | {chat: $chat, message: .}][0]
  else . end
