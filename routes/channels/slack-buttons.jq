# Module: `slack::buttons` adds to Slack's message what its readers can answer, as the incident stands.
# A value is `<what> <incident>`; https://docs.slack.dev/reference/block-kit/blocks/actions-block.
import "answer-buttons" as answers;

def named: {type: "plain_text", text: ., emoji: false};

# To .body of a call of `slack.jq`; given the message it is made of.
def buttons($message):
  ($message | answers::offered) as $offered
  | def of($what): {text: ($message | answers::word($what) | named), value: "\($what) \($message.incident.id)"};
    def button($what): {type: "button", action_id: "tocsin-\($what)"} + of($what);
  if $offered == [] then .
  else .attachments[0].blocks += [{type: "actions", elements: [
      ($offered[] | select(. == "acknowledge") | button(.) + {style: "primary"}),
      ($offered[] | select(. == "resolve") | button(.)),
      {type: "overflow", action_id: "tocsin-more", options: [of("comment"), ($offered[] | select(. == "silence" or . == "escalate" or . == "unacknowledge") | of(.))]}
    ]}]
  end;
