# What the jq files of this folder share: `import "aws" as aws;`, then `aws::alert` and so on.

# A word that decides what an event means. Without it nobody can say, so the event becomes a dead letter with this reason.
def word($name): if type == "string" then . else error("\($name) is \(type), expected text") end;

# The object at hand, or an empty one: what else it is doesn't hinder the rest of the event.
def fields: if type == "object" then . else {} end;

def detail: .detail | fields;

# The first of the event's resources.
def resource: [.resources | arrays | .[] | strings] | .[0];

# "arn:aws:ecs:eu-west-1:111122223333:service/shop/web" is web.
def last_part: if type == "string" then split("/")[-1] | split(":")[-1] else null end;

# China and GovCloud are partitions: their ARNs and their consoles have names of their own.
def partition: if startswith("cn-") then "aws-cn" elif startswith("us-gov-") then "aws-us-gov" else "aws" end;

def domain: { aws: "console.aws.amazon.com", "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com" }[partition];

# An ARN in the event's own account and region.
def arn($service; $what): "arn:\("\(.region)" | partition):\($service):\(.region):\(.account):\($what)";

# A page of the region's console.
def console($region; $path): "https://\($region).\("\($region)" | domain)/\($path)";

def link($text; $path): { text: "\($text) in the AWS console", href: console(.region; $path) };

# What every EventBridge event says. `aws::alert * { ... }` adds the rest, and its labels.
def alert: { source, labels: { account, region }, startsAt: .time, endsAt: .time, toldAt: .time };

# "SERVICE_TASK_START_IMPAIRED" is "service task start impaired".
def words: ascii_downcase | split("_") | join(" ");
