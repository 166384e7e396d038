# A batch of Grafana Alerting, which sends what Alertmanager does and a little more: one alert for each alert of the
# batch, with Grafana's own fingerprint. Labels that begin with two underscores are Grafana's own.
# https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/

def own: with_entries(select(.key | startswith("__") | not));

# Alerts that were cut from the batch: max_alerts, or a limit of the sender's own.
(if (.truncatedAlerts | type == "number") and .truncatedAlerts > 0
  then "Grafana left out \(.truncatedAlerts) alerts of this batch" else null end) as $left_out
| (
  .alerts[]
  | (.annotations // {}) as $said
  # Its values are those of its queries and expressions, by letter; older versions send text alone.
  | ([.values | objects | to_entries[]]) as $values
  | {
      fingerprint,
      status,
      severity: first_of(.labels.severity, .labels.priority),
      title: first_of($said.summary, $said.title, .labels.alertname),
      description: first_of($said.description, $said.message),
      source: "grafana",
      labels: (.labels // {} | own),
      annotations: (($said | own | del(.summary, .title, .description, .message))
        + { runbook: first_of($said.runbook, $said.runbook_url), alerts_left_out: $left_out }),
      value: ($said.value // (if ($values | length) == 1 then $values[0].value
        elif ($values | length) > 1 then ([$values[] | "\(.key)=\(.value)"] | join(", "))
        else .valueString end)),
      startsAt,
      endsAt,
      links: [
        { text: "Rule in Grafana", href: .generatorURL },
        { text: "Panel", href: .panelURL },
        { text: "Dashboard", href: first_of(.dashboardURL, $said.dashboard_url) },
        { text: "Picture", href: .imageURL },
        { text: "Runbook", href: $said.runbook_url },
        { text: "Silence it in Grafana", href: .silenceURL }
      ]
    }
),
# Whoever operates the hub hears of it, whatever the alerts that did come are about.
(if $left_out == null then empty else {
    fingerprint: "grafana:left-out:\(.receiver):\(.groupKey)",
    severity: "medium",
    title: "Grafana left out \(.truncatedAlerts) alerts",
    description: "The batch of receiver \(.receiver) was cut: nobody hears of the others. Raise max_alerts of the receiver, or group by more labels.",
    source: "grafana",
    labels: { alertname: "AlertsLeftOut", receiver },
    value: .truncatedAlerts,
    resolveAfter: 14400
  } end)
