# GuardDuty finding. GuardDuty sends it again, under the same id, when it sees the same once more.
import "aws" as aws;

# The bands of GuardDuty's own console. A number may come as text.
def severity: (numbers, (strings | tonumber?)) as $level
  | if $level >= 9 then "critical" elif $level >= 7 then "high" elif $level >= 4 then "medium" else "low" end;

aws::detail as $finding
| ($finding.service | aws::fields) as $service
| ($finding.resource | aws::fields) as $resource
| first_of($finding.region, .region) as $region
| first_of($finding.accountId, .account) as $account
| aws::alert * {
    fingerprint: ($finding.arn // "guardduty:\($account):\($region):\($finding.id)"),
    status: (if $service.archived == true then "resolved" else "firing" end),
    severity: ([$finding.severity | severity] | .[0]),
    title: "GuardDuty: \(first_of($finding.title, $finding.type))",
    description: ([$finding.description | strings] | join("")),
    labels: {
      account: $account,
      region: $region,
      finding: $finding.id,
      type: $finding.type,
      resource_type: $resource.resourceType,
      instance: ($resource.instanceDetails | aws::fields | .instanceId),
      user: ($resource.accessKeyDetails | aws::fields | .userName),
      bucket: ([$resource.s3BucketDetails | arrays | .[] | objects | .name] | .[0]),
      cluster: ($resource.eksClusterDetails | aws::fields | .name)
    },
    # How often it was seen.
    value: $service.count,
    startsAt: first_of($service.eventFirstSeen, $finding.createdAt, .time),
    endsAt: first_of($finding.updatedAt, .time),
    links: [{ text: "Finding in the AWS console",
      href: aws::console($region; "guardduty/home?region=\($region)#/findings?macros=current&fId=\("\($finding.id)" | @uri)") }]
  }
