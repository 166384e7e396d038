# An event for PagerDuty's Events API v2: one incident there for each of ours, because both have one key.
# https://developer.pagerduty.com/docs/events-api-v2/trigger-events/

import "ticket" as ticket;

# The worst of a digest's incidents that are still open.
def worst:
  [.digest.incidents[]? | select(.status != "resolved") | .severity] as $open
  | first(("critical", "high", "medium", "low") | select(. as $s | any($open[]; . == $s))) // "info";

def urgency: {critical: "critical", high: "error", medium: "warning"}[.] // "info";

def picture: (.href | ascii_downcase | split("?")[0]) as $path
  | (.href | startswith("https://")) and any(".png", ".jpg", ".jpeg", ".gif", ".webp"; . as $ending | $path | endswith($ending));

.view as $view
| (.alerts[0] // {}) as $alert
| .notice.kind as $kind
| (if ticket::own then "trigger"
   elif $kind == "resolved" or .incident.status == "resolved" then "resolve"
   elif $kind == "acknowledged" then "acknowledge"
   else "trigger" end) as $action
| {
    routing_key: (.delivery.address // "" | if . == "" then variable("routingKey") else . end),
    event_action: $action,
    dedup_key: (ticket::id | cut(255))
  }
+ if $action != "trigger" then {}
  else {
    payload: {
      summary: ($view.summary | cut(1024)),
      source: ([$alert.source, .hub.name, "Tocsin"] | map(. // "" | tostring | one_line | select(. != ""))[0] | cut(255)),
      severity: (if $kind == "test" then "info" elif $kind == "digest" then worst | urgency else $view.severity | urgency end),
      timestamp: (if ticket::own then .notice.createdAt else $alert.startsAt // .incident.openedAt end),
      component: ($view.affected | cut(255)),
      group: (.notice.rules // [] | map(tostring) | join(", ") | one_line | cut(255)),
      custom_details: (
        [
          ($view.facts[], $view.texts[] | {key: (if .name != "" then .name elif .text == $view.onCall then "On call" else "Summary" end), value: ((.value // .text) | cut(8000))}),
          ($view.more | select(. != []) | {key: "More", value: (map(cut(150)) | join("\n") | cut(60000))}),
          {key: "Tocsin", value: ($view.footer | cut(300))}
        ] | from_entries
      )
    } | with_entries(select(.value != null and .value != "")),
    links: [$view.links[0:20][] | select(.href != $view.answer and (.href | length) < 2000 and (picture | not)) | {href, text: (.text | cut(100))}],
    images: [$view.links[0:20][] | select((.href | length) < 2000 and picture) | {src: .href, href, alt: (.text | cut(100))}],
    client: (.hub.name // "Tocsin" | one_line | cut(100)),
    client_url: (.hub.url // "" | if startswith("https://") or startswith("http://") then . else null end)
  } end
| with_entries(select(.value != null and .value != []))
