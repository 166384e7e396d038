# Any other event in the EventBridge envelope: a readable title, the envelope as labels, the plain facts of its detail.

# "arn:aws:ecs:eu-west-1:111122223333:task/c/1" is task/c/1, and what is no whole ARN is itself.
def short: (capture("^arn:([^:]*:){4}(?<name>.+)$") | .name) // .;

([.resources[]? | strings | short] | .[0]) as $resource
| {
    severity: "info",
    title: ([.["detail-type"], $resource] | map(strings) | join(": ")),
    description: ([.detail | objects | to_entries[] | select(.value | type == "string" or type == "number" or type == "boolean") | "\(.key): \(.value)"] | join("\n")),
    source,
    labels: { account, region, detail_type: .["detail-type"], resource: $resource },
    startsAt: .time
  }
