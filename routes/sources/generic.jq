# Any JSON object that says what is the matter: the field names of an alert, and the names that other tools use for them.
# Without an identity of the sender's it is what the payload is about: see docs/mappings.md.

def text: strings, numbers;

first_of(.fingerprint, .dedup_key, .alias) as $own
| (if $own == null then subject else {} end) as $about
| {
  fingerprint: $own,
  subject: $about.identity,
  status: first_of(.status, .state),
  # Who tells states tells when all is well again; who tells none most likely says only that something happened.
  ends: (first_of(.status, .state) != null),
  severity: first_of(.severity, .priority, .level),
  # A headline is the sender's; a message alone does not always say of what it speaks.
  title: first_of(.title, .summary, (.message | if type == "string" then split("\n") | map(given) | .[0] else . end
    | . as $said | $about | naming($said))),
  # A message beside a title is its description; one that is the title is told in whole where it is too long for one.
  description: first_of(.description, .details,
    (if first_of(.title, .summary) == null then .message | strings | select(length > 200 or contains("\n")) else .message end)),
  source: first_of((.source | text), $source),
  labels: ({ host, service, env, environment, region, account, cluster, namespace, instance, component, team }
    + (.labels | objects // {})),
  annotations: (({ impact, root_cause, resolution, runbook, dashboard } | with_entries(select(.value != null)))
    + (.annotations | objects // {})),
  value,
  threshold,
  startsAt: first_of(.startsAt, .starts_at, .timestamp, .time),
  endsAt: first_of(.endsAt, .ends_at),
  links: ([.links | arrays | .[]] + [{ text: "More", href: first_of(.url, .link) }])
}
