# A Jenkins build that ended. The fingerprint is the job: a later success resolves the failure. COMPLETED and FINALIZED
# tell the same twice, and the second is a repeat. Aborted: somebody did that, so it tells nothing.
# https://plugins.jenkins.io/notification/

def meaning: {
  SUCCESS:  { status: "resolved", severity: "high",     words: "succeeded" },
  FAILURE:  { status: "firing",   severity: "high",     words: "failed" },
  UNSTABLE: { status: "firing",   severity: "unstable", words: "is unstable" }
}[. // ""];

.build as $build
| select($build.phase == "COMPLETED" or $build.phase == "FINALIZED")
| ($build.status | meaning | objects) as $meaning
# The address of the job, which tells two Jenkins and two folders apart.
| (first_of($build.full_url, $build.url, .url, .name) | rtrimstr("/\($build.number)/")) as $job
| {
    fingerprint: "jenkins:\($job)",
    status: $meaning.status,
    severity: $meaning.severity,
    title: "Jenkins job \(first_of(.display_name, .name)) \($meaning.words)",
    description: ([
      "Build \($build.number)",
      ($build.test_summary | objects | "\(.failed) of \(.total) tests failed"),
      $build.notes,
      $build.log
    ] | map(select(. != null and . != "")) | join("\n")),
    source: "jenkins",
    labels: {
      job: .name,
      branch: $build.scm.branch,
      commit: $build.scm.commit,
      repository: $build.scm.url,
      status: $build.status
    },
    annotations: { culprits: ($build.scm.culprits | if type == "array" then (map(tostring) | join(", ")) else null end) },
    startsAt: $build.timestamp,
    endsAt: $build.timestamp,
    links: [
      { text: "Build in Jenkins", href: $build.full_url },
      { text: "Console", href: "\($build.full_url)console" }
    ]
  }
