# An alert rule fired. The fingerprint is the issue's, so that sentry-issue resolves it.
# https://docs.sentry.io/integrations/integration-platform/webhooks/issue-alerts/

.data as $data
| $data.event as $event
# Project and organization are told only within the API's address.
| (($event.url // "") | split("/projects/") | .[1] // "" | split("/")) as $place
| ([$event.tags | arrays | .[] | arrays | { key: (.[0] | strings), value: .[1] }] | from_entries) as $tags
| {
    fingerprint: (if $event.issue_id then "sentry:issue:\($event.issue_id)" else null end),
    status: "firing",
    severity: $event.level,
    title: $event.title,
    description: ([$event.culprit, $event.message, $event.location] | map(select(. != null and . != "")) | join("\n")),
    source: "sentry",
    labels: {
      organization: ($place[0] // null),
      project: ($place[1] // null),
      environment: first_of($event.environment, $tags.environment),
      release: first_of($event.release, $tags.release),
      platform: $event.platform,
      server: $tags.server_name,
      rule: first_of($data.triggered_rule, $data.issue_alert.title)
    },
    startsAt: $event.datetime,
    links: [{ text: "Event in Sentry", href: $event.web_url }]
  }
