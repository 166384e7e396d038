# A batch of Prometheus Alertmanager (webhook version 4): one alert for each alert of the batch, with Alertmanager's own
# fingerprint.
# https://prometheus.io/docs/alerting/latest/configuration/#webhook_config

# Alerts that were cut from the batch: max_alerts, or a limit of the sender's own.
(if (.truncatedAlerts | type == "number") and .truncatedAlerts > 0
  then "Alertmanager left out \(.truncatedAlerts) alerts of this batch" else null end) as $left_out
| (
  .alerts[]
  | (.annotations // {}) as $said
  | {
      fingerprint,
      status,
      severity: first_of(.labels.severity, .labels.priority),
      title: first_of($said.summary, $said.title, .labels.alertname),
      description: first_of($said.description, $said.message),
      source: "alertmanager",
      labels,
      annotations: (($said | del(.summary, .title, .description, .message)) + { runbook: first_of($said.runbook, $said.runbook_url), alerts_left_out: $left_out }),
      value: $said.value,
      startsAt,
      endsAt,
      links: [
        { text: "Where it was measured", href: .generatorURL },
        { text: "Runbook", href: $said.runbook_url },
        { text: "Dashboard", href: $said.dashboard_url }
      ]
    }
),
# Whoever operates the hub hears of it, whatever the alerts that did come are about.
(if $left_out == null then empty else {
    fingerprint: "alertmanager:left-out:\(.receiver):\(.groupKey)",
    severity: "medium",
    title: "Alertmanager left out \(.truncatedAlerts) alerts",
    description: "The batch of receiver \(.receiver) was cut: nobody hears of the others. Raise max_alerts of the receiver, or group by more labels.",
    source: "alertmanager",
    labels: { alertname: "AlertsLeftOut", receiver },
    value: .truncatedAlerts,
    resolveAfter: 14400
  } end)
