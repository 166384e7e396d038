# CodePipeline execution. The fingerprint is the pipeline's ARN: a later success resolves the failure.
# Canceled and stopped: somebody did that, so it is told low. Started, resumed, stopping, superseded: nothing to tell.

def console: if startswith("cn-") then "\(.).console.amazonaws.cn"
  elif startswith("us-gov-") then "\(.).console.amazonaws-us-gov.com"
  else "\(.).console.aws.amazon.com" end;

def meaning: {
  FAILED:    { status: "firing",   severity: "high", words: "failed" },
  SUCCEEDED: { status: "resolved", severity: "high", words: "succeeded" },
  STOPPED:   { status: "firing",   severity: "low",  words: "was stopped" },
  CANCELED:  { status: "firing",   severity: "low",  words: "was canceled" }
}[.];

.detail as $run
| ($run.state | meaning | objects) as $meaning
| {
    fingerprint: (.resources[0] // "arn:aws:codepipeline:\(.region):\(.account):\($run.pipeline)"),
    status: $meaning.status,
    severity: $meaning.severity,
    title: "Pipeline \($run.pipeline) \($meaning.words)",
    description: "Execution \($run["execution-id"]), version \($run.version) of the pipeline, attempt \($run["pipeline-execution-attempt"] // 1)",
    source,
    labels: {
      account,
      region,
      pipeline: $run.pipeline,
      state: $run.state,
      execution: $run["execution-id"],
      trigger: $run["execution-trigger"]["trigger-type"]
    },
    startsAt: .time,
    endsAt: .time,
    links: [{
      text: "Execution in the AWS console",
      href: "https://\(.region | console)/codesuite/codepipeline/pipelines/\($run.pipeline | @uri)/executions/\($run["execution-id"] | @uri)/timeline?region=\(.region)"
    }]
  }
