# A pipeline that ended. The fingerprint is the branch: a later success there resolves the failure. Pipelines of merge
# requests, schedules and parent pipelines are apart, because they run other jobs on the same branch.
# Canceled, skipped and manual: somebody wanted that, so it tells nothing.
# https://docs.gitlab.com/user/project/integrations/webhook_events/#pipeline-events

def meaning: {
  failed:  { status: "firing",   words: "failed" },
  success: { status: "resolved", words: "succeeded" }
}[. // ""];

.object_attributes as $pipeline
| .project as $project
| ($pipeline.status | meaning | objects) as $meaning
| (if .merge_request.iid then "!\(.merge_request.iid)" else $pipeline.ref end) as $on
| (if $pipeline.source == "schedule" or $pipeline.source == "parent_pipeline" then $pipeline.source else null end) as $kind
| [.builds | arrays | .[] | select(.status == "failed" and (.allow_failure | not))] as $failed
| {
    fingerprint: (["gitlab:pipeline", $project.path_with_namespace, $on, $kind, $pipeline.name] | map(select(. != null)) | join(":")),
    status: $meaning.status,
    severity: (if $pipeline.tag or $on == $project.default_branch then "high" else "low" end),
    title: "Pipeline \($meaning.words) on \($on) of \($project.path_with_namespace)",
    description: ([
      ([$failed[] | "\(.stage)/\(.name): \(first_of(.failure_reason, "failed"))"] | .[]),
      .commit.title
    ] | map(select(. != null)) | join("\n")),
    source: "gitlab",
    labels: {
      repository: $project.path_with_namespace,
      branch: $pipeline.ref,
      commit: $pipeline.sha,
      trigger: $pipeline.source,
      pipeline: $pipeline.name,
      failed_job: $failed[0].name,
      actor: .user.username
    },
    startsAt: first_of($pipeline.finished_at, $pipeline.created_at),
    endsAt: $pipeline.finished_at,
    links: [
      { text: "Pipeline on GitLab", href: ($pipeline.url // "\($project.web_url)/-/pipelines/\($pipeline.id)") },
      { text: "Commit", href: .commit.url }
    ]
  }
