# Any JSON object that says what is the matter: the field names of an alert, and the names that other tools use for them.

def first_of(names): [.[names[]] | select(. != null and . != "")] | .[0];

{
  fingerprint: first_of(["fingerprint", "dedup_key", "alias"]),
  status: first_of(["status", "state"]),
  severity: first_of(["severity", "priority", "level"]),
  title: first_of(["title", "summary", "message"]),
  # A message beside a title is its description.
  description: (.description // .details // if .title or .summary then .message else null end),
  source: (.source // $source),
  labels: ({ host, service, env, environment, region, account, cluster, namespace, instance, component, team }
    + (.labels | objects // {})),
  annotations: (({ impact, root_cause, resolution, runbook, dashboard } | with_entries(select(.value != null)))
    + (.annotations | objects // {})),
  value,
  threshold,
  startsAt: first_of(["startsAt", "starts_at", "timestamp", "time"]),
  endsAt: first_of(["endsAt", "ends_at"]),
  links: ([.links | arrays | .[]] + [{ text: "More", href: first_of(["url", "link"]) }])
}
