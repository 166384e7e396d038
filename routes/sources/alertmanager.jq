# A batch of Prometheus Alertmanager (webhook version 4) or of Grafana Alerting, which sends the same and a little more:
# one alert for each alert of the batch, with the sender's own fingerprint.

(if has("orgId") then "grafana" else "alertmanager" end) as $from
| .alerts[]
| (.annotations // {}) as $said
| {
    fingerprint,
    status,
    severity: (.labels.severity // .labels.priority),
    title: ($said.summary // $said.title // .labels.alertname),
    description: ($said.description // $said.message // ""),
    source: $from,
    labels,
    annotations: (($said | del(.summary, .title, .description, .message)) + { runbook: ($said.runbook // $said.runbook_url) }),
    # Grafana's own `values` are those of its queries, by letter.
    value: ($said.value // ([.values | objects | .[]] | .[0])),
    startsAt,
    endsAt,
    links: [
      { text: "Where it was measured", href: .generatorURL },
      { text: "Runbook", href: $said.runbook_url },
      { text: "Dashboard", href: ($said.dashboard_url // .dashboardURL) },
      { text: "Panel", href: .panelURL },
      { text: "Silence it at its source", href: .silenceURL }
    ]
  }
