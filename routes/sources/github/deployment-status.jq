# A deployment's status. The fingerprint is the environment and the task: the next deployment that succeeds resolves the
# failure. Pending, queued, in_progress, waiting and inactive (replaced by a later one) tell nothing.
# https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_status

def meaning: {
  success: { status: "resolved", words: "succeeded" },
  failure: { status: "firing",   words: "failed" },
  error:   { status: "firing",   words: "ended in an error" }
}[. // ""];

.deployment_status as $status
| .deployment as $deployment
| .repository as $repository
| first_of($status.environment, $deployment.environment) as $environment
| ($status.state | meaning | objects) as $meaning
| {
    fingerprint: "github:deployment:\($repository.full_name):\($environment):\($deployment.task)",
    status: $meaning.status,
    severity: (if $deployment.production_environment or $environment == "production" then "high" else "medium" end),
    title: "Deployment of \($repository.full_name) to \($environment) \($meaning.words)",
    description: ([$status.description, $deployment.description] | map(select(. != null and . != "")) | join("\n")),
    source: "github",
    labels: {
      repository: $repository.full_name,
      environment: $environment,
      ref: $deployment.ref,
      commit: $deployment.sha,
      task: $deployment.task,
      state: $status.state,
      actor: $deployment.creator.login
    },
    startsAt: $status.created_at,
    endsAt: $status.created_at,
    links: [
      { text: "Log", href: ([$status.log_url, $status.target_url] | map(select(. != null and . != "")) | .[0]) },
      { text: "Deployments on GitHub", href: "\($repository.html_url)/deployments" },
      { text: "Environment", href: $status.environment_url }
    ]
  }
