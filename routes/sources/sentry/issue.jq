# An issue changed. Archived (older: ignored) counts as resolved: somebody decided so. Assigned tells nothing.
# https://docs.sentry.io/integrations/integration-platform/webhooks/issues/

def meaning: {
  created:    "firing",
  unresolved: "firing",
  resolved:   "resolved",
  archived:   "resolved",
  ignored:    "resolved"
}[. // ""];

(.action | meaning | strings) as $status
| .data.issue as $issue
| {
    fingerprint: "sentry:issue:\($issue.id)",
    status: $status,
    severity: $issue.level,
    title: $issue.title,
    description: ([$issue.culprit, $issue.metadata.value] | map(select(. != null and . != "")) | join("\n")),
    source: "sentry",
    labels: {
      project: $issue.project.slug,
      platform: $issue.platform,
      issue: $issue.shortId,
      category: $issue.issueCategory,
      substatus: $issue.substatus
    },
    startsAt: (if $status == "firing" then $issue.lastSeen else $issue.firstSeen end),
    links: [{ text: "Issue in Sentry", href: first_of($issue.web_url, $issue.permalink) }]
  }
