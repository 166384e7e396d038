# AWS Health event, or abuse event. The fingerprint is the event's ARN and the affected account: its updates, its pages
# and its copy from the backup region are one trouble. `region` is where it was delivered, `eventRegion` what it concerns.
import "aws" as aws;

def severity: {
  issue: "high", investigation: "high", scheduledChange: "medium", accountNotification: "low"
}[.] // "medium";

# "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED" of EC2 is "instance retirement scheduled".
def readable($service): ltrimstr("AWS_") | ltrimstr("\($service)_") | aws::words;

aws::detail as $event
| ($event.eventArn | aws::word("detail.eventArn")) as $arn
| first_of($event.eventRegion, .region) as $region
| first_of($event.affectedAccount, .account) as $account
| ($event.eventTypeCategory // "") as $category
| [$event.affectedEntities | arrays | .[] | objects | .entityValue | strings] as $entities
| [$event.eventDescription | arrays | .[] | objects] as $texts
| ([$texts[] | select(.language == "en_US")] + $texts | .[0] | aws::fields | .latestDescription) as $text
| aws::alert * {
    fingerprint: "\($arn):\($account)",
    # A notification says something once, and nothing of it ends.
    ends: ($category != "accountNotification"),
    status: (if $event.statusCode == "closed" then "resolved" else "firing" end),
    severity: (if .["detail-type"] == "AWS Health Abuse Event" then "high" else "\($category)" | severity end),
    title: "AWS Health, \($event.service): \("\($event.eventTypeCode)" | readable($event.service))",
    description: ([
      ($text | strings),
      (if $category == "scheduledChange" then "Planned for \(first_of($event.startTime, "a time not known"))"
        + ($event.endTime | if . == null then "" else " to \(.)" end) else empty end),
      ($event.page | select($event.totalPages != null and "\($event.totalPages)" != "1") | "Page \(.) of \($event.totalPages)")
    ] | join("\n")),
    labels: {
      account: $account,
      region: $region,
      service: $event.service,
      event_type: $event.eventTypeCode,
      category: $category,
      scope: $event.eventScopeCode,
      entity: $entities[0]
    },
    annotations: { affected_entities: ($entities | if . == [] then null else join(", ") end) },
    # A change that is planned begins when it is told: an alert that begins next week would look odd today.
    startsAt: (if $category == "scheduledChange" then .time else $event.startTime // .time end),
    endsAt: first_of($event.endTime, $event.lastUpdatedTime, .time),
    links: [{
      text: "Event in the AWS Health Dashboard",
      href: ((if "\($region)" | aws::partition == "aws" then "https://health.aws.amazon.com/health/home"
        else aws::console($region; "health/home?region=\($region)") end) + "#/account/event-log?eventID=\($arn | @uri)&eventTab=details")
    }]
  }
