# The calls of a bot: the first message opens the thread; later the first message is edited to show the present state,
# and what is new goes into the thread. Slack's own name for the incident is kept: {to, channel, ts}.
# https://docs.slack.dev/reference/methods/chat.postMessage and chat.update
import "slack-message" as slack;
import "slack-buttons" as slack_buttons;
import "answer-buttons" as answers;

(if variable("buttons") == "true" then answers::without_link else . end)
| . as $message
| ($message.delivery.address // "" | if . == "" then variable("channel") else . end) as $channel
| ($message.answers // []) as $answers
# Where somebody takes the answers. The first message has them, since that is edited to show what came of them.
| (if variable("buttons") == "true" then slack::message | slack_buttons::buttons($message) else slack::message end) as $first
| ($message.notice.kind == "digest" or $message.notice.kind == "test") as $apart
| (($message.thread // {} | select(($apart | not) and .ts != null and (.to // $channel) == $channel)) // null) as $thread
# Somebody has deleted the first message: what is new opens another thread.
| ([$answers[0].body | objects | .error][0] == "message_not_found") as $gone
| if $thread != null and $answers == [] then
    .call = {path: "chat.update", body: ($first + {channel: $thread.channel, ts: $thread.ts} | del(.mrkdwn))}
  elif $thread != null and ($gone | not) and ($answers | length) == 1 then
    .call = {path: "chat.postMessage", body: (slack::message + {channel: $thread.channel, thread_ts: $thread.ts})}
  elif ($answers | length) == (if $gone then 1 else 0 end) then
    .call = {path: "chat.postMessage", body: ((if $apart then slack::message else $first end) + {channel: $channel})}
  elif ($apart | not) and ($thread == null or $gone) then
    .thread = [$answers[-1].body | objects | select(.ts) | {to: $channel, channel, ts}][0]
  else . end
