# Grafana's legacy alerting (before 9, or kept until 11): one rule, one state. Its title carries the state, so the name of
# the rule is the title here. Pending and paused tell nothing.
# https://grafana.com/docs/grafana/v8.5/alerting/old-alerting/notifications/#webhook

(.state | if type == "string" then ascii_downcase else "alerting" end) as $state
| select($state != "pending" and $state != "paused")
| (.tags | objects // {}) as $tags
| [.evalMatches | arrays | .[] | objects] as $matches
| {
    fingerprint: "grafana:rule:\(.orgId // 1):\(.ruleId)",
    status: (if $state == "ok" then "resolved" else "firing" end),
    severity: first_of($tags.severity, $tags.priority),
    title: first_of(.ruleName, .title),
    description: first_of(.message),
    source: "grafana",
    labels: ($tags + { alertname: .ruleName, state: $state }),
    value: ([$matches[] | "\(.metric)=\(.value)"] | if . == [] then null else join(", ") end),
    links: [{ text: "Rule in Grafana", href: .ruleUrl }, { text: "Picture", href: .imageUrl }]
  }
