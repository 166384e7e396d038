# A dependency with a known vulnerability. Dismissed counts as resolved: somebody decided so.
# https://docs.github.com/en/webhooks/webhook-events-and-payloads#dependabot_alert

def meaning: {
  created:        "firing",
  reopened:       "firing",
  auto_reopened:  "firing",
  reintroduced:   "firing",
  fixed:          "resolved",
  dismissed:      "resolved",
  auto_dismissed: "resolved"
}[. // ""];

(.action | meaning | strings) as $status
| .alert as $alert
| .repository as $repository
| $alert.dependency.package as $package
| $alert.security_vulnerability.first_patched_version.identifier as $patched
| {
    fingerprint: "github:dependabot:\($repository.full_name):\($alert.number)",
    status: $status,
    severity: first_of($alert.security_vulnerability.severity, $alert.security_advisory.severity),
    title: "\($package.name) in \($repository.full_name): \($alert.security_advisory.summary)",
    description: $alert.security_advisory.description,
    source: "github",
    labels: {
      repository: $repository.full_name,
      package: $package.name,
      ecosystem: $package.ecosystem,
      manifest: $alert.dependency.manifest_path,
      scope: $alert.dependency.scope,
      advisory: $alert.security_advisory.ghsa_id,
      cve: $alert.security_advisory.cve_id
    },
    annotations: {
      affected_versions: $alert.security_vulnerability.vulnerable_version_range,
      resolution: (if $patched then "Update \($package.name) to \($patched)" else null end),
      dismissed_because: first_of($alert.dismissed_comment, $alert.dismissed_reason)
    },
    value: ($alert.security_advisory.cvss.score // null),
    startsAt: (if $status == "firing" then $alert.created_at else $alert.updated_at end),
    endsAt: first_of($alert.fixed_at, $alert.dismissed_at, $alert.auto_dismissed_at, $alert.updated_at),
    links: [
      { text: "Alert on GitHub", href: $alert.html_url },
      { text: "Advisory", href: "https://github.com/advisories/\($alert.security_advisory.ghsa_id)" }
    ]
  }
