# Sentry's older WebHooks plugin: an event of an issue. The fingerprint is the issue's, as in the other files here.
# https://github.com/getsentry/sentry/blob/master/src/sentry_plugins/webhooks/plugin.py

(.event | objects // {}) as $event
| {
    fingerprint: "sentry:issue:\(.id)",
    status: "firing",
    severity: first_of(.level, $event.level),
    title: first_of($event.title, .message, .culprit),
    description: ([.culprit, .message, $event.message] | map(strings | given) | unique | join("\n")),
    source: "sentry",
    labels: {
      project: first_of(.project_slug, .project),
      environment: $event.environment,
      release: $event.release,
      rule: ([.triggering_rules | arrays | .[] | strings] | .[0])
    },
    startsAt: first_of($event.datetime, $event.timestamp),
    links: [{ text: "Issue in Sentry", href: .url }]
  }
