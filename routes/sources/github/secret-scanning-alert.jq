# A secret that was found in a repository. GitHub does not send the secret itself. Assigning and validating tell nothing.
# https://docs.github.com/en/webhooks/webhook-events-and-payloads#secret_scanning_alert

def meaning: {
  created:         "firing",
  reopened:        "firing",
  publicly_leaked: "firing",
  resolved:        "resolved",
  revoked:         "resolved"
}[. // ""];

(.action | meaning | strings) as $status
| .alert as $alert
| .repository as $repository
| first_of($alert.secret_type_display_name, $alert.secret_type) as $kind
| {
    fingerprint: "github:secret:\($repository.full_name):\($alert.number)",
    status: $status,
    # It may be in use by somebody already.
    severity: "critical",
    title: "Secret in \($repository.full_name): \($kind)",
    description: (if $alert.publicly_leaked then "It is public." else "" end),
    source: "github",
    labels: { repository: $repository.full_name, secret_type: $alert.secret_type },
    annotations: {
      validity: $alert.validity,
      resolution: (if $status == "firing" then "Revoke the secret where it was issued, then close the alert" else $alert.resolution end),
      resolution_comment: $alert.resolution_comment
    },
    startsAt: first_of($alert.created_at, $alert.updated_at),
    endsAt: first_of($alert.resolved_at, $alert.updated_at),
    links: [{
      text: "Alert on GitHub",
      href: ($alert.html_url // "\($repository.html_url)/security/secret-scanning/\($alert.number)")
    }]
  }
