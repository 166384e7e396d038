# A New Relic issue. CREATED and ACTIVATED are firing, CLOSED (and RESOLVED, DEACTIVATED) ends it. Acknowledged changes
# nothing of the issue, so it tells nothing.
# https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/

def list: if type == "array" then map(tostring) else [] end;

def known: strings | select(. != "" and . != "null" and . != "N/A");

(.state | ascii_upcase) as $state
| select($state != "ACKNOWLEDGED" and .trigger != "ISSUE_ACKNOWLEDGED")
| {
    fingerprint: "newrelic:\(.id)",
    status: (if $state == "CLOSED" or $state == "RESOLVED" or $state == "DEACTIVATED" then "resolved" else "firing" end),
    severity: .priority,
    title,
    source: "newrelic",
    labels: {
      policy: (.alertPolicyNames | list | .[0]),
      condition: (.alertConditionNames | list | .[0]),
      entity: (.impactedEntities | list | .[0]),
      workflow: .workflowName
    },
    annotations: {
      entities: (.impactedEntities | list | join(", ")),
      conditions: (.alertConditionNames | list | join(", ")),
      runbook: ([.runbookUrl | if type == "array" then .[0] else . end | known] | .[0])
    },
    startsAt: .createdAt,
    endsAt: first_of(.closedAt, .updatedAt),
    links: [{ text: "Issue in New Relic", href: .issueUrl }]
  }
