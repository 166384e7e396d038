# The checks that one app ran on a commit. The fingerprint is the app on the branch. Suites of GitHub Actions tell nothing:
# there is one for each workflow, without its name, and workflow_run tells of them.
# https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_suite

def meaning: {
  success:         { status: "resolved", words: "succeeded" },
  neutral:         { status: "resolved", words: "are neutral" },
  failure:         { status: "firing",   words: "failed" },
  timed_out:       { status: "firing",   words: "timed out" },
  startup_failure: { status: "firing",   words: "could not start" },
  action_required: { status: "firing",   words: "want somebody to act" }
}[. // ""];

.check_suite as $suite
| .repository as $repository
| (if .action == "completed" and $suite.app.slug != "github-actions" then $suite.conclusion else null end
    | meaning | objects) as $meaning
# The branch of a fork is not told. Then it is the suite that fails and, run again, succeeds: another one ends nothing.
| first_of($suite.head_branch) as $branch
| ($branch // "\($suite.head_sha)"[0:7]) as $on
| {
    fingerprint: "github:checks:\($repository.full_name):\($suite.app.slug):\($branch // "suite:\($suite.id)")",
    status: $meaning.status,
    severity: (if $branch == $repository.default_branch then "high" else "low" end),
    title: "Checks of \($suite.app.name) \($meaning.words) on \($on) of \($repository.full_name)",
    description: $suite.head_commit.message,
    source: "github",
    labels: {
      repository: $repository.full_name,
      app: $suite.app.slug,
      branch: $branch,
      commit: $suite.head_sha,
      conclusion: $suite.conclusion
    },
    startsAt: $suite.updated_at,
    endsAt: $suite.updated_at,
    links: [{ text: "Checks on GitHub", href: "\($repository.html_url)/commit/\($suite.head_sha)/checks" }]
  }
