# An alert of Opsgenie's Alert API v2. Its id is made of the alias, so both say which alert is closed.
# https://docs.opsgenie.com/docs/alert-api

def names: [.[]? | objects | first_of(.name, .username, .id) | strings] | join(", ");

(.alert // {}) as $alert
| {fingerprint: "opsgenie:\(.alertId)", source: "opsgenie"}
+ if .opsgenie == "close" then
    # What it does not say stays what was said when it was created.
    {status: "resolved", title: "Closed: \(first_of(.alias, .alertId))"}
  else
    {
      # Under an alias that the hub had to make up for it, hardly anybody closes it.
      ends: (.aliasIsNew != true),
      status: "firing",
      severity: ({P1: "critical", P2: "high", P3: "medium", P4: "low", P5: "info"}[$alert.priority // "P3"]),
      title: $alert.message,
      description: $alert.description,
      labels: {
        alias,
        entity: $alert.entity,
        sender: $alert.source,
        tags: ([$alert.tags | arrays | .[] | tostring] | join(", ")),
        responders: ($alert.responders // $alert.teams | if type == "array" then names else "" end)
      },
      annotations: (($alert.details | if type == "object" then . else {} end) + {note: $alert.note})
    }
  end
