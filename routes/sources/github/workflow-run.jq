# A GitHub Actions workflow run that is over. The fingerprint is the workflow on its branch: a later success there
# resolves the failure. Cancelled and skipped runs tell nothing, because GitHub cancels many by itself (concurrency).
# https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run

def meaning: {
  success:         { status: "resolved", words: "succeeded" },
  failure:         { status: "firing",   words: "failed" },
  timed_out:       { status: "firing",   words: "timed out" },
  startup_failure: { status: "firing",   words: "could not start" }
}[. // ""];

.workflow_run as $run
| .repository as $repository
| (if .action == "completed" then $run.conclusion else null end | meaning | objects) as $meaning
| first_of(.workflow.name, $run.name, "workflow") as $name
# A fork may call its branch main, too, and anybody may open a fork.
| first_of($run.head_repository.full_name, $repository.full_name) as $head
| (if $head == $repository.full_name then $run.head_branch else "\($head):\($run.head_branch)" end) as $branch
| {
    fingerprint: "github:workflow:\($repository.full_name):\($run.workflow_id):\($branch)",
    status: $meaning.status,
    severity: (if $branch == $repository.default_branch then "high" else "low" end),
    title: "Workflow \($name) \($meaning.words) on \($branch) of \($repository.full_name)",
    description: ([
      "Run \($run.run_number), attempt \($run.run_attempt // 1), started by \($run.event)",
      first_of($run.display_title, $run.head_commit.message)
    ] | map(select(. != null)) | join("\n")),
    source: "github",
    labels: {
      repository: $repository.full_name,
      workflow: $name,
      branch: $branch,
      commit: $run.head_sha,
      trigger: $run.event,
      conclusion: $run.conclusion,
      actor: $run.actor.login
    },
    startsAt: $run.updated_at,
    endsAt: $run.updated_at,
    links: [
      { text: "Run on GitHub", href: $run.html_url },
      { text: "Commit", href: "\($repository.html_url)/commit/\($run.head_sha)" }
    ]
  }
