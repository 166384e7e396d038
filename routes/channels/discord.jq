# The calls of a Discord webhook: the first message of an incident is kept; later it is edited to show the present state,
# and what is new is posted. Discord's own name for the incident is kept: {id}.
# https://discord.com/developers/docs/resources/webhook#execute-webhook and #edit-webhook-message
import "discord-message" as discord;

. as $message
| ($message.answers // []) as $answers
| (if $message.notice.kind == "digest" or $message.notice.kind == "test" then null else $message.thread.id end) as $first
| if $first != null and $answers == [] then
    .call = {method: "PATCH", path: "messages/\($first | @uri)", body: discord::message}
  elif ($answers | length) == (if $first == null then 0 else 1 end) then
    .call = {method: "POST", path: "?wait=true", body: discord::message}
  elif $message.notice.kind == "digest" or $message.notice.kind == "test" then .
  # The first message is new, or somebody has deleted the one there was.
  elif $first == null or $answers[0].status == 404 then .thread = [$answers[-1].body | objects | select(.id) | {id}][0]
  else . end
