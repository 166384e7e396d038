# An alert of GitLab's alert management, as GitLab builds it for its integrations (lib/gitlab/data_builder/alert.rb).
# The address holds project and number. Acknowledged changes nothing of the alert, so it tells nothing.
# https://docs.gitlab.com/operations/incident_management/alerts/

.object_attributes as $alert
| select($alert.status != "acknowledged")
| {
    fingerprint: (if $alert.url then "gitlab:alert:\($alert.url)" else null end),
    status: (if $alert.status == "resolved" or $alert.status == "ignored" then "resolved" else "firing" end),
    # GitLab's own "unknown" is no word for a severity.
    severity: (if $alert.severity == "unknown" then null else $alert.severity end),
    title: $alert.title,
    source: "gitlab",
    startsAt: $alert.started_at,
    value: $alert.events,
    links: [{ text: "Alert on GitLab", href: $alert.url }]
  }
