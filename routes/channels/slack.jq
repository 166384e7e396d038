# The calls of a bot: the first message opens the thread; later the first message is edited to show the present state,
# and what is new goes into the thread. Slack's own name for the incident is kept: {channel, ts}.
# https://docs.slack.dev/reference/methods/chat.postMessage and chat.update
import "slack-message" as slack;

. as $message
| ($message.delivery.address // "" | if . == "" then variable("channel") else . end) as $channel
| ($message.answers // []) as $answers
| ($answers[0].body | if type == "object" then . else {} end) as $first
| if $message.thread.ts == null then
    if $answers == [] then
      .call = {path: "chat.postMessage", body: (slack::message + {channel: $channel})}
    else .thread = {channel: $first.channel, ts: $first.ts} end
  elif $answers == [] then
    .call = {path: "chat.update", body: (slack::message + {channel: $message.thread.channel, ts: $message.thread.ts})}
  elif ($answers | length) == 1 then
    .call = {path: "chat.postMessage", body: (slack::message + {channel: $message.thread.channel, thread_ts: $message.thread.ts})}
  else . end
