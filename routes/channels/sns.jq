# A message to an SNS topic: SNS takes the text that fits each subscription, and "default" for all others.
# https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
import "incident-event" as incident;
import "sms-text" as sms;

def lines: [.[] | select(. != "")] | join("\n");

# At most 100 characters of ASCII, no line break.
def subject:
  explode | map(if . >= 32 and . <= 126 then . else 32 end) | implode
  | split(" ") | map(select(. != "")) | join(" ")
  | if length > 100 then .[0:97] + "..." else . end;

. as $message
| .view as $view
| (if (.delivery.address // "") == "" then variable("topic") else .delivery.address end) as $topic
| {
    TopicArn: $topic,
    Subject: ($view.summary | subject),
    Message: {
      default: (incident::event(100000) | tojson),
      email: (
        [
          $view.summary,
          ([$view.facts[] | "\(.name): \(.value)"] | lines),
          ($view.texts[] | [.name, .text] | lines),
          ([$view.links[] | "\(.text): \(.href)"] | lines),
          ($view.more | lines),
          $view.footer
        ] | map(select(. != "")) | join("\n\n") | cut_bytes(30000)
      ),
      # One part holds 160 letters, but only 70 where one is not in the phone's alphabet; 140 is SNS's own unit.
      sms: ($view.short | cut(138) | sms::of_gsm)
    },
    MessageAttributes: incident::attributes
  } + incident::fifo($topic)
