# The body of Alertmanager's webhook, version 4, for programs that were made for it. Name it by `template`.
# https://prometheus.io/docs/alerting/latest/configuration/#webhook_config

# What all objects of a list agree in.
def agreed: if length == 0 then {} else reduce .[1:][] as $other (.[0]; with_entries(select($other[.key] == .value))) end;

(.alerts // [] | map({
  status,
  labels: (.labels // {}),
  annotations: ({summary: .title, description} + (.annotations // {}) | with_entries(select((.value // "") != ""))),
  startsAt,
  endsAt: (.endsAt // "0001-01-01T00:00:00Z"),
  generatorURL: (.links[0]?.href // ""),
  fingerprint
})) as $alerts
| {
  version: "4",
  groupKey: (.incident.id // .notice.id),
  truncatedAlerts: ([(.incident.counts.firing // 0) + (.incident.counts.resolved // 0) - ($alerts | length), 0] | max),
  status: (if .notice.kind == "resolved" then "resolved" else "firing" end),
  receiver: .delivery.receiver,
  groupLabels: {},
  commonLabels: ($alerts | map(.labels) | agreed),
  commonAnnotations: ($alerts | map(.annotations) | agreed),
  externalURL: (.hub.url // ""),
  alerts: $alerts
}
