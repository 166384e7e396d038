# A metric alert. The fingerprint is its rule's: the rule's id stays the same from critical to warning to resolved.
# https://docs.sentry.io/integrations/integration-platform/webhooks/metric-alerts/

.data as $data
| .action as $action
| $data.metric_alert as $incident
| $incident.alert_rule as $rule
| {
    fingerprint: "sentry:metric:\(first_of($rule.organization_id, $incident.organization_id)):\(first_of($rule.id, $incident.id))",
    status: (if $action == "resolved" then "resolved" else "firing" end),
    # Resolved says nothing of how bad it was: the worst is assumed, so that the rules that told of it hear of its end.
    severity: (if $action == "warning" then "warning" else "critical" end),
    title: first_of($rule.name, $data.description_title),
    description: (($data.description_text | strings) // "" | split("\\n") | join("\n")),
    source: "sentry",
    labels: {
      project: ($incident.projects[0] // $rule.projects[0]),
      environment: $rule.environment,
      aggregate: $rule.aggregate,
      query: $rule.query
    },
    threshold: ([$rule.triggers | arrays | .[] | objects | select(.label == $action) | .alertThreshold] | .[0]),
    startsAt: first_of($incident.date_started, $incident.date_detected),
    endsAt: $incident.date_closed,
    links: [{ text: "Alert in Sentry", href: $data.web_url }]
  }
