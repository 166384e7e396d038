# What Slack says in a 200: an incoming webhook answers "ok", the Web API with JSON whose "ok" may be false.
# https://docs.slack.dev/reference/methods/chat.postMessage#errors, https://docs.slack.dev/reference/methods/chat.update#errors
import "page" as page;

if page::is_page then page::verdict("Slack")
elif (.body | type) == "object" and .body.ok == false then
  {
    class: (
      {
        ratelimited: "rate-limited", rate_limited: "rate-limited", message_limit_exceeded: "rate-limited",
        service_unavailable: "transient", request_timeout: "transient", team_added_to_org: "transient",
        # Slack: some aspect of the operation may have succeeded before the error.
        internal_error: "unknown", fatal_error: "unknown",
        # The first message cannot be edited: what is new is posted all the same.
        message_not_found: "taken", cant_update_message: "taken", edit_window_closed: "taken"
      }[.body.error // ""] // "permanent"
    ),
    reason: "Slack: \(.body.error // "no error named")\(if (.body.response_metadata.messages // []) == [] then "" else " " + (.body.response_metadata.messages | tojson) end)"
  }
else null end
