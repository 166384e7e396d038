# JSON that a service of AWS published to a topic with a Subject, and that no other mapping takes: the Subject and the
# facts. RDS, DMS and others write "Event Message" and "Source ID", Auto Scaling its group and what it did there.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.overview.html
# https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html

def field($name): to_entries[] | select(.key | ascii_downcase | gsub("[^a-z]"; "") == $name) | .value;

$headers["sns-subject"] as $subject
| (.Event | strings // "") as $event
| ([field("eventid") | strings | split("#")[-1] | gsub("\\s"; "")] | .[0]) as $id
| first_of(field("eventmessage"), field("description"), field("statusmessage")) as $text
# A launch that failed is the same trouble as the launch that then goes well.
| ($event | rtrimstr("_ERROR")) as $what
| (. + { event_code: $id } + (if $what == "" then {} else { Event: $what } end) | subject) as $about
| first_of(.state, .status, (if $event | startswith("autoscaling:EC2_INSTANCE_") | not then null
      elif $event | endswith("_ERROR") then "firing" else "resolved" end)) as $status
| {
    subject: ($about.identity + { subject: (if $about.names == [] then "\($subject) \($text)" else null end) }),
    status: $status,
    ends: ($status != null),
    severity: first_of((.severity | strings), (if $event | endswith("_ERROR") then "high" else null end)),
    title: ("\($subject)\(if $text == null then "" else ": \($text)" end)" as $title | $about | naming($title)),
    description: ([to_entries[] | select(.value | type == "string" or type == "number" or type == "boolean")
      | select(.value | given) | "\(.key): \(.value)"] | join("\n")),
    source: "aws.sns",
    labels: { topic: $headers["sns-topic"], subject: $about.names[0], event: ($id // (if $event == "" then null else $event end)) },
    startsAt: first_of(.Time, (field("eventtime") | strings | if test("^[0-9-]+ [0-9:.]+$") then "\(.) UTC" else . end)),
    endsAt: .Time,
    links: [{ text: "In the AWS console", href: first_of(field("identifierlink")) }]
  }
