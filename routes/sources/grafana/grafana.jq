# A batch of Grafana Alerting, which sends what Alertmanager does and a little more: one alert for each alert of the
# batch, with Grafana's own fingerprint. Labels that begin with two underscores are Grafana's own.
# https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/

def own: with_entries(select(.key | startswith("__") | not));

.alerts[]
| (.annotations // {}) as $said
# Its values are those of its queries and expressions, by letter; older versions send text alone.
| ([.values | objects | to_entries[]]) as $values
| {
    fingerprint,
    status,
    severity: (.labels.severity // .labels.priority),
    title: ($said.summary // $said.title // .labels.alertname),
    description: ($said.description // $said.message // ""),
    source: "grafana",
    labels: (.labels // {} | own),
    annotations: (($said | own | del(.summary, .title, .description, .message))
      + { runbook: ($said.runbook // $said.runbook_url) }),
    value: ($said.value // (if ($values | length) == 1 then $values[0].value
      elif ($values | length) > 1 then ([$values[] | "\(.key)=\(.value)"] | join(", "))
      else .valueString end)),
    startsAt,
    endsAt,
    links: [
      { text: "Rule in Grafana", href: .generatorURL },
      { text: "Panel", href: .panelURL },
      { text: "Dashboard", href: (if (.dashboardURL // "") == "" then $said.dashboard_url else .dashboardURL end) },
      { text: "Picture", href: .imageURL },
      { text: "Runbook", href: $said.runbook_url },
      { text: "Silence it in Grafana", href: .silenceURL }
    ]
  }
