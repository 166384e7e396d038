# Any other event in the EventBridge envelope: a readable title, the envelope as labels, the plain facts of its detail.
# Nobody has said what it means, so it is info, but for a state that speaks for itself: FAILED is high, and SUCCEEDED of
# the same thing ends it.

# "arn:aws:acm:eu-west-1:111122223333:certificate/61f5" is certificate/61f5, and what is no whole ARN is itself.
def short: (capture("^arn:([^:]*:){4}(?<name>.+)$") | .name) // .;

# The console finds the page of an ARN by itself. China and GovCloud have consoles of their own.
def console: if startswith("arn:aws:") then "console.aws.amazon.com"
  elif startswith("arn:aws-cn:") then "console.amazonaws.cn"
  elif startswith("arn:aws-us-gov:") then "console.amazonaws-us-gov.com"
  else null end;

# "state", "status", or the one field that is called after what it is the state of: "TrainingJobStatus", "scan-status".
def state: first_of(.state, .status) // ([to_entries[] | select(.key | test("(?i)[a-z]{2}[-_ ]?(state|status)$")
  and (test("(?i)^(previous|last|old|secondary)") | not)) | .value | strings | given] | .[0]) | strings;

def severity: ascii_upcase
  | if test("FAIL|ERROR|FAULT|CRASH|UNHEALTHY|CRITICAL") then "high"
    elif test("TIMED_?OUT|TIMEOUT|ABORT|PARTIAL|DEGRADED|IMPAIRED|EXPIRED|REJECTED|WARN|NON_?COMPLIANT") then "medium"
    else null end;

# Words for a severity that need no translation; a number means something else with each service.
def word: strings | select(ascii_downcase | . == "critical" or . == "error" or . == "high" or . == "medium"
  or . == "warning" or . == "warn" or . == "low");

(if .detail | type == "object" then .detail else {} end) as $detail
| ([.resources | arrays | .[] | strings] | .[0]) as $arn
| ($arn | if . == null then null else short end) as $resource
# An API call that CloudTrail tells: what was called says more than "AWS API Call via CloudTrail".
| ($detail | if .eventSource then [.eventName, .errorCode] else [] end | map(strings) | join(" ")) as $call
| ([$detail | state] | .[0]) as $state
| ($detail + { "detail-type", account, region, resources }
    # Of a finding the bare id is its own, and of anything else it may be a run's.
    + (if "\(.["detail-type"])" | contains("Finding") then { finding: $detail.id } else {} end)
  | subject) as $about
| {
    subject: $about.identity,
    status: first_of($state, "firing"),
    ends: ($state != null),
    severity: first_of(($state | strings | severity), ($detail.severity | word), "info"),
    title: ([first_of(.["detail-type"]) as $title | $about | naming([$title, $call,
        ($resource // if $call == "" then .names[0] else null end) | strings | given] | join(": ")),
      $state] | map(strings | given) | join(" ")),
    description: ([$detail | to_entries[] | select(.value | type == "string" or type == "number" or type == "boolean") | "\(.key): \(.value)"] | join("\n")),
    source,
    labels: { account, region, detail_type: .["detail-type"], resource: $resource, subject: $about.names[0], state: $state },
    startsAt: .time,
    endsAt: .time,
    links: [$arn | strings | console as $host | select($host != null)
      | { text: "Resource in the AWS console", href: "https://\($host)/go/view?arn=\(@uri)" }]
  }
