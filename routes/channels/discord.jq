# The calls of a Discord webhook: the first message of an incident is kept; later it is edited to show the present state,
# and what is new is posted. Discord's own name for the incident is kept: {id}.
# https://discord.com/developers/docs/resources/webhook#execute-webhook and #edit-webhook-message
import "discord-message" as discord;
import "answer-buttons" as answers;

# Discord leaves components away where the URL does not ask for them, and an edit without any would keep what there is.
# https://docs.discord.com/developers/components/reference#button: a row has at most five, a custom_id at most 100 characters.
def components:
  . as $message
  | [answers::buttons | if . == [] then . else . + [$message | answers::comment] end | .[]
     | {type: 2, style: (if .what == "acknowledge" then 1 else 2 end), label: .text, custom_id: .says}]
  | {components: (if . == [] then [] else [{type: 1, components: .}] end)};

(variable("buttons") == "true") as $buttons
| (if $buttons then answers::without_link else . end)
| . as $message
# The first message has the buttons, since that is edited to show what came of them.
| (if $buttons then discord::message + components else discord::message end) as $open
| (if $buttons then "with_components=true" else "" end) as $asked
| ($message.answers // []) as $answers
| (if $message.notice.kind == "digest" or $message.notice.kind == "test" then null else $message.thread.id end) as $first
| if $first != null and $answers == [] then
    .call = {method: "PATCH", path: "messages/\($first | @uri)\(if $buttons then "?\($asked)" else "" end)", body: $open}
  elif ($answers | length) == (if $first == null then 0 else 1 end) then
    .call = (if $first == null or $answers[0].status == 404
             then {method: "POST", path: "?wait=true\(if $buttons then "&\($asked)" else "" end)", body: $open}
             else {method: "POST", path: "?wait=true", body: discord::message} end)
  elif $message.notice.kind == "digest" or $message.notice.kind == "test" then .
  # The first message is new, or somebody has deleted the one there was.
  elif $first == null or $answers[0].status == 404 then .thread = [$answers[-1].body | objects | select(.id) | {id}][0]
  else . end
