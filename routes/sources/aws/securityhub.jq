# Security Hub findings: one alert for each of the list. Those with workflow status NEW are told. RESOLVED, SUPPRESSED,
# archived, or a check that passes now, resolve; NOTIFIED says that somebody was told already, and tells nothing.
import "aws" as aws;

aws::detail as $detail
| ($detail.findings | if type == "array" then . else error("detail.findings is \(type), expected a list") end) as $findings
| .region as $here
| aws::alert as $alert
| $findings[]
| aws::fields
| ((.Workflow | aws::fields | .Status) // .WorkflowState // "NEW") as $workflow
| (.Severity | aws::fields) as $severity
| (.Remediation | aws::fields | .Recommendation | aws::fields) as $advice
| [.Resources | arrays | .[] | objects | .Id | strings] as $resources
| (.Compliance | aws::fields | .Status) as $compliance
| (.RecordState == "ARCHIVED" or $workflow == "RESOLVED" or $workflow == "SUPPRESSED" or $compliance == "PASSED") as $over
| select($over or $workflow != "NOTIFIED")
| first_of(.Region, $here) as $region
| $alert * {
    # Of AWS's own products the id is an ARN; others name their findings as they like.
    fingerprint: (if .Id | type == "string" and (startswith("arn:") | not)
      then "\(first_of(.ProductArn, "securityhub")):\(.AwsAccountId):\($region):\(.Id)" else .Id end),
    status: (if $over then "resolved" else "firing" end),
    severity: first_of($severity.Label, "medium"),
    # Without either this one alert is refused, and its neighbours pass.
    title: (first_of(.Title, .Id) | if . == null then null else "Security Hub: \(.)" end),
    description: ([.Description | strings] | join("")),
    labels: {
      account: .AwsAccountId,
      region: $region,
      product: .ProductName,
      type: ([.Types | arrays | .[] | strings] | .[0]),
      resource: $resources[0],
      workflow: $workflow,
      compliance: $compliance
    },
    annotations: {
      resolution: $advice.Text,
      affected_resources: (if $resources | length > 1 then $resources | join(", ") else null end)
    },
    startsAt: first_of(.FirstObservedAt, .CreatedAt),
    endsAt: .UpdatedAt,
    links: [
      { text: "Finding in the AWS console",
        href: aws::console($region; "securityhub/home?region=\($region)#/findings?search=Id%3D%255Coperator%255C%253AEQUALS%255C%253A\("\(.Id)" | @uri)") },
      { text: "How to fix it", href: $advice.Url },
      { text: "Finding at its product", href: .SourceUrl }
    ]
  }
