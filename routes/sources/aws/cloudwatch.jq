# What both forms of a CloudWatch alarm share.
import "aws" as aws;

# What a state means. INSUFFICIENT_DATA says that nobody knows: where the user wishes nothing else, it goes on firing, but
# low, because an open incident must not look solved.
def meaning($wish): {
    ALARM: { status: "firing", severity: "high" },
    OK: { status: "resolved", severity: "high" },
    INSUFFICIENT_DATA: (
      if $wish == "ignore" then null
      elif $wish == "resolved" then { status: "resolved", severity: "low" }
      else { status: "firing", severity: first_of($wish, "low"), words: " has no data" } end)
  }[.] | objects;

def alert($meaning; $arn; $name): ("\($arn)" | split(":")[3] // "") as $region | {
    fingerprint: $arn,
    status: $meaning.status,
    severity: $meaning.severity,
    title: "CloudWatch alarm \($name)\($meaning.words // "")",
    source: "aws.cloudwatch",
    labels: { alarm: $name },
    links: [{ text: "Alarm in the AWS console",
      href: aws::console($region; "cloudwatch/home?region=\($region)#alarmsV2:alarm/\($name | @uri)") }]
  };

# A metric-math alarm watches an expression: its label says what that is, where it has one.
def expression($queries): [$queries[] | objects | select(.expression != null and .returnData == true) | .label, .expression]
  | map(strings | select(. != "")) | .[0];

# The alarms that moved a composite one.
def children($arns): [$arns[] | strings | split(":")[-1]] | if . == [] then null else join(", ") end;
