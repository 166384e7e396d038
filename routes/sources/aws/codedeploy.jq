# CodeDeploy: a deployment, or one instance of it. The fingerprint is the deployment group (and the instance), so that
# the next good deployment resolves a failure. START and READY tell nothing.
import "aws" as aws;

def meaning: {
  SUCCESS: { status: "resolved", severity: "high", words: "succeeded" },
  FAILURE: { status: "firing",   severity: "high", words: "failed" },
  STOP:    { status: "firing",   severity: "low",  words: "was stopped" }
}[.] | objects;

aws::detail as $deployment
| ($deployment.state | aws::word("detail.state") | meaning) as $meaning
| $deployment.instanceId as $instance
| "\($deployment.application)/\($deployment.deploymentGroup)" as $group
| aws::alert * {
    fingerprint: ([aws::arn("codedeploy"; "deploymentgroup:\($group)"), $instance] | map(strings) | join(":")),
    status: $meaning.status,
    # One instance of many: the deployment as a whole is told high.
    severity: (if $instance == null or $meaning.severity == "low" then $meaning.severity else "medium" end),
    title: ("Deployment of \($deployment.application) to \($deployment.deploymentGroup)"
      + (if $instance == null then "" else " on \($instance)" end) + " \($meaning.words)"),
    description: "Deployment \($deployment.deploymentId)",
    labels: {
      application: $deployment.application,
      deployment_group: $deployment.deploymentGroup,
      deployment: $deployment.deploymentId,
      instance: $instance,
      state: $deployment.state
    },
    links: [aws::link("Deployment"; "codesuite/codedeploy/deployments/\($deployment.deploymentId | @uri)?region=\(.region)")]
  }
