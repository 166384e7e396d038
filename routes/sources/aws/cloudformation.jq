# CloudFormation stack. The fingerprint is the stack's name, not its id: a stack that is made anew after a failure
# resolves it. What ends in _FAILED or rolls back is firing, other ends in _COMPLETE resolve, the rest tells nothing.
import "aws" as aws;

aws::detail as $change
| ($change["status-details"] | aws::fields) as $details
| ($details.status | aws::word("detail.status-details.status")) as $status
| (if $status | endswith("CLEANUP_IN_PROGRESS") then empty
  elif $status | endswith("_FAILED") or contains("ROLLBACK") then "firing"
  elif $status | endswith("_COMPLETE") then "resolved"
  else empty end) as $outcome
| ($change["stack-id"] // aws::resource | aws::word("detail.stack-id")) as $id
| ($id | split("/")[1] // $id) as $stack
| aws::alert * {
    fingerprint: aws::arn("cloudformation"; "stack/\($stack)"),
    status: $outcome,
    severity: "high",
    title: "CloudFormation stack \($stack): \($status | aws::words)",
    description: ([$details["status-reason"] | strings] | join("")),
    labels: { stack: $stack, state: $status },
    links: [aws::link("Stack"; "cloudformation/home?region=\(.region)#/stacks/stackinfo?stackId=\($id | @uri)")]
  }
