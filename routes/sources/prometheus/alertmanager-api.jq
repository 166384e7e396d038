# Alerts of Prometheus, or of any ruler that speaks to an Alertmanager. The door adds fingerprint (of the label set),
# status and resolveAfter, and says in `refused` what can't be an alert.
# https://prometheus.io/docs/alerting/latest/alerts_api/

.alerts[]
| (.labels // {}) as $labels
| (.annotations // {}) as $said
| if .refused then { refused } else {
    fingerprint,
    status,
    severity: first_of($labels.severity, $labels.priority),
    title: first_of($said.summary, $said.title, $labels.alertname),
    description: first_of($said.description, $said.message),
    source: "prometheus",
    labels: $labels,
    annotations: (($said | del(.summary, .title, .description, .message)) + { runbook: first_of($said.runbook, $said.runbook_url) }),
    value: $said.value,
    startsAt,
    endsAt,
    resolveAfter,
    links: [
      { text: "Where it was measured", href: .generatorURL },
      { text: "Runbook", href: $said.runbook_url },
      { text: "Dashboard", href: $said.dashboard_url }
    ]
  } end
