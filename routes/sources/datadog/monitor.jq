# A Datadog monitor, in the payload of docs/senders.md. Datadog fills in each $VARIABLE; one that it has no value for is
# empty, "null" or stays as it is.
# https://docs.datadoghq.com/integrations/webhooks/

def known: strings | select(. != "" and . != "null" and (startswith("$") | not));

([.alert_transition | known] | .[0]) as $transition
| ([.date | known | tonumber] | .[0]) as $date
| {
    # One key for the monitor and the group that triggered, the same from Triggered to Recovered.
    fingerprint: ([.aggreg_key, .id | known | "datadog:\(.)"] | .[0]),
    status: (if $transition == "Recovered" then "resolved" else "firing" end),
    severity: ([
      (.alert_priority | known),
      (if $transition == "Warn" or $transition == "Re-Warn" then "warning" else "high" end)
    ] | .[0]),
    title: ([.alert_title, .event_title | known] | .[0]),
    description: ([.event_msg | known] | .[0]),
    source: "datadog",
    labels: (
      ([.tags | known | split(",")[] | split(":") | select(length > 1)
        | { key: (.[0] | ltrimstr(" ")), value: (.[1:] | join(":")) }] | from_entries)
      + {
        monitor: ([.alert_id | known] | .[0]),
        scope: ([.alert_scope | known] | .[0]),
        metric: ([.alert_metric | known] | .[0]),
        host: ([.hostname | known] | .[0]),
        organization: ([.org_name | known] | .[0]),
        transition: $transition
      } | with_entries(select(.value != null))),
    annotations: { query: ([.alert_query | known] | .[0]), alert_status: ([.alert_status | known] | .[0]) },
    startsAt: $date,
    endsAt: $date,
    links: [
      { text: "Event in Datadog", href: .link },
      { text: "Snapshot of the graph", href: .snapshot }
    ]
  }
