# Any other event in the EventBridge envelope: a readable title, the envelope as labels, the plain facts of its detail.
# It is info, because nobody has said what it means; a mapping of its own says more.

# "arn:aws:acm:eu-west-1:111122223333:certificate/61f5" is certificate/61f5, and what is no whole ARN is itself.
def short: (capture("^arn:([^:]*:){4}(?<name>.+)$") | .name) // .;

# The console finds the page of an ARN by itself. China and GovCloud have consoles of their own.
def console: if startswith("arn:aws:") then "console.aws.amazon.com"
  elif startswith("arn:aws-cn:") then "console.amazonaws.cn"
  elif startswith("arn:aws-us-gov:") then "console.amazonaws-us-gov.com"
  else null end;

(if .detail | type == "object" then .detail else {} end) as $detail
| ([.resources | arrays | .[] | strings] | .[0]) as $arn
| ($arn | if . == null then null else short end) as $resource
# An API call that CloudTrail tells: what was called says more than "AWS API Call via CloudTrail".
| ($detail | if .eventSource then [.eventName, .errorCode] else [] end | map(strings) | join(" ")) as $call
| {
    severity: "info",
    title: ([.["detail-type"], $call, $resource] | map(strings | select(. != "")) | join(": ")),
    description: ([$detail | to_entries[] | select(.value | type == "string" or type == "number" or type == "boolean") | "\(.key): \(.value)"] | join("\n")),
    source,
    labels: { account, region, detail_type: .["detail-type"], resource: $resource },
    startsAt: .time,
    links: [$arn | strings | console as $host | select($host != null)
      | { text: "Resource in the AWS console", href: "https://\($host)/go/view?arn=\(@uri)" }]
  }
