# CodeBuild: a build, or one of its phases. The fingerprint is the project, so that the next good build resolves a
# failure; a phase's has the phase's name. A build's phases are told only where the rule in EventBridge asks for them.
import "aws" as aws;

def meaning: {
  SUCCEEDED: { status: "resolved", severity: "high", words: "succeeded" },
  FAILED:    { status: "firing",   severity: "high", words: "failed" },
  FAULT:     { status: "firing",   severity: "high", words: "broke off" },
  CLIENT_ERROR: { status: "firing", severity: "high", words: "broke off" },
  TIMED_OUT: { status: "firing",   severity: "high", words: "timed out" },
  STOPPED:   { status: "firing",   severity: "low",  words: "was stopped" }
}[.] | objects;

aws::detail as $build
| $build["project-name"] as $project
| $build["completed-phase"] as $phase
| (if $phase == null then $build["build-status"] else $build["completed-phase-status"] end
    | aws::word("the build's status")) as $state
| ($state | meaning) as $meaning
| ($build["build-id"] | aws::last_part) as $id
| ($build["additional-information"] | aws::fields) as $more
| [$more.phases | arrays | .[] | objects | select(.["phase-status"] != "SUCCEEDED")
    | .["phase-context"] | arrays | .[] | strings] as $reasons
| aws::alert * {
    fingerprint: ([aws::arn("codebuild"; "project/\($project)"), $phase] | map(strings) | join(":")),
    status: $meaning.status,
    # A failed phase fails its build too, which is told high.
    severity: (if $phase == null or $meaning.severity == "low" then $meaning.severity else "medium" end),
    title: ((if $phase == null then "Build of" else "Phase \($phase) of the build of" end) + " \($project) \($meaning.words)"),
    description: (["Build \($id), started by \(first_of($more.initiator, "nobody known"))",
      ($build["completed-phase-context"] | strings | ltrimstr("[") | rtrimstr("]")), $reasons[]]
      | map(select(. != ": " and . != "")) | join("\n")),
    labels: {
      project: $project,
      state: $state,
      phase: $phase,
      build: $id,
      initiator: $more.initiator,
      source_version: $more["source-version"]
    },
    links: [
      aws::link("Build"; "codesuite/codebuild/\(.account)/projects/\($project | @uri)/build/\("\($project):\($id)" | @uri)/?region=\(.region)"),
      { text: "Build log", href: ($more.logs | aws::fields | .["deep-link"]) }
    ]
  }
