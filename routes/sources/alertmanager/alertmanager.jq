# A batch of Prometheus Alertmanager (webhook version 4): one alert for each alert of the batch, with Alertmanager's own
# fingerprint.
# https://prometheus.io/docs/alerting/latest/configuration/#webhook_config

.alerts[]
| (.annotations // {}) as $said
| {
    fingerprint,
    status,
    severity: (.labels.severity // .labels.priority),
    title: ($said.summary // $said.title // .labels.alertname),
    description: ($said.description // $said.message // ""),
    source: "alertmanager",
    labels,
    annotations: (($said | del(.summary, .title, .description, .message)) + { runbook: ($said.runbook // $said.runbook_url) }),
    value: $said.value,
    startsAt,
    endsAt,
    links: [
      { text: "Where it was measured", href: .generatorURL },
      { text: "Runbook", href: $said.runbook_url },
      { text: "Dashboard", href: $said.dashboard_url }
    ]
  }
