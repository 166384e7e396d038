# One alert of Prometheus, or of any ruler that speaks to an Alertmanager. The door adds fingerprint (of the label set),
# status and resolveAfter.
# https://prometheus.io/docs/alerting/latest/alerts_api/

(.labels // {}) as $labels
| (.annotations // {}) as $said
| {
    fingerprint,
    status,
    severity: ($labels.severity // $labels.priority),
    title: ($said.summary // $said.title // $labels.alertname
      // ([$labels | to_entries[] | "\(.key)=\(.value)"] | join(", "))),
    description: ($said.description // $said.message // ""),
    source: "prometheus",
    labels: $labels,
    annotations: (($said | del(.summary, .title, .description, .message)) + { runbook: ($said.runbook // $said.runbook_url) }),
    value: $said.value,
    startsAt,
    endsAt,
    resolveAfter,
    links: [
      { text: "Where it was measured", href: .generatorURL },
      { text: "Runbook", href: $said.runbook_url },
      { text: "Dashboard", href: $said.dashboard_url }
    ]
  }
