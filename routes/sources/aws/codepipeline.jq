# CodePipeline: an execution, one of its stages, or one of a stage's actions, each a trouble of its own. The fingerprint
# is the pipeline's ARN with the stage's and the action's name: a later success of the same resolves the failure.
# Canceled, stopped, abandoned: somebody did that, so it is told low. Started, resumed, stopping, superseded: nothing to tell.
import "aws" as aws;

def meaning: {
  FAILED:    { status: "firing",   severity: "high", words: "failed" },
  SUCCEEDED: { status: "resolved", severity: "high", words: "succeeded" },
  STOPPED:   { status: "firing",   severity: "low",  words: "was stopped" },
  CANCELED:  { status: "firing",   severity: "low",  words: "was canceled" },
  ABANDONED: { status: "firing",   severity: "low",  words: "was abandoned" }
}[.] | objects;

# A stage's events write 3.0 where a pipeline's write 3.
def whole: tostring | rtrimstr(".0");

aws::detail as $run
| ($run.state | aws::word("detail.state") | meaning) as $meaning
| ($run["execution-id"] // "") as $execution
| ($run["execution-result"] | aws::fields) as $result
| aws::alert * {
    fingerprint: ([aws::resource // aws::arn("codepipeline"; "\($run.pipeline)"), $run.stage, $run.action] | map(strings) | join(":")),
    status: $meaning.status,
    severity: $meaning.severity,
    title: ((if $run.action != null then "Action \($run.action) of stage \($run.stage) of pipeline"
      elif $run.stage != null then "Stage \($run.stage) of pipeline"
      else "Pipeline" end) + " \($run.pipeline) \($meaning.words)"),
    description: ("Execution \($execution), version \($run.version | whole) of the pipeline, attempt \($run["pipeline-execution-attempt"] // 1 | whole)"
      + ([$result["error-code"], $result["external-execution-summary"]] | map(strings | "\n" + .) | join(""))),
    labels: {
      pipeline: $run.pipeline,
      stage: $run.stage,
      action: $run.action,
      provider: ($run.type | aws::fields | .provider),
      state: $run.state,
      execution: $execution,
      trigger: ($run["execution-trigger"] | aws::fields | .["trigger-type"])
    },
    links: [
      aws::link("Execution"; "codesuite/codepipeline/pipelines/\($run.pipeline | @uri)/executions/\($execution | @uri)/timeline?region=\(.region)"),
      { text: "What the action ran", href: $result["external-execution-url"] }
    ]
  }
