# EC2 instance state. AWS does not say who stopped an instance, or why: a stop is told low and an end as info, and running
# again resolves both. States on the way (pending, stopping, shutting-down) tell nothing.
import "aws" as aws;

def meaning: {
  running:    { status: "resolved", severity: "low",  words: "is running" },
  stopped:    { status: "firing",   severity: "low",  words: "was stopped" },
  terminated: { status: "firing",   severity: "info", words: "was terminated" }
}[.] | objects;

aws::detail as $change
| $change["instance-id"] as $instance
| ($change.state | aws::word("detail.state") | meaning) as $meaning
| aws::alert * {
    fingerprint: (aws::resource // aws::arn("ec2"; "instance/\($instance)")),
    status: $meaning.status,
    severity: $meaning.severity,
    title: "EC2 instance \($instance) \($meaning.words)",
    labels: { instance: $instance, state: $change.state },
    links: [aws::link("Instance"; "ec2/home?region=\(.region)#InstanceDetails:instanceId=\($instance | @uri)")]
  }
# A terminated instance never runs again, so the hub ends that alert.
| if $change.state == "terminated" then . + { resolveAfter: 3600 } else . end
