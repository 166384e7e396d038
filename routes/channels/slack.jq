# A Slack message: a headline, and below it a coloured attachment of Block Kit blocks.
# Limits (api.slack.com/reference/block-kit/blocks): 3,000 characters a section, 2,000 a field, 10 fields.

def cut(n): if length > n then .[0:n - 1] + "…" else . end;

# Not gsub: in this jq it needs a stack frame for each match, and a long text has thousands.
def replace($old; $new): split($old) | join($new);
def line: replace("\n"; " ") | replace("\t"; " ");

# Slack reads these three characters as markup; escaped, <!channel> and <@U1> are text and nobody is called.
def escape: replace("&"; "&amp;") | replace("<"; "&lt;") | replace(">"; "&gt;");

# Text of at most n characters after escaping. A text of nothing but & grows to five times its length.
def text(n): (cut(n) | escape) as $t | if ($t | length) > n then cut(n / 5 | floor) | escape else $t end;

def href: replace("|"; "%7C") | replace("<"; "%3C") | replace(">"; "%3E") | replace("&"; "&amp;");
def link($text): "<\(href)|\($text)>";

def section: {type: "section", text: {type: "mrkdwn", text: .}};
def field($name; $value): select(($value // "") != "") | {type: "mrkdwn", text: "*\($name)*\n\($value | tostring | text(1900))"};
def paragraph($name; $value): select(($value // "") != "") | "*\($name)*\n\($value | text(2900))" | section;

{critical: "#b3261e", high: "#d9480f", medium: "#e8a200", low: "#2f6fde", info: "#6b7280"} as $colours
| .incident as $incident
| (.alerts // []) as $alerts
| ($alerts[0] // {}) as $alert
| ($alert.annotations // {}) as $notes
| ($incident.status == "resolved") as $resolved
| (if $resolved then "RESOLVED" else ($incident.severity // "info" | ascii_upcase) end) as $word
| ($incident.title // "" | line | text(300)) as $title
| ([$alerts[].links[]?] | unique_by(.href)) as $links
| ([$alerts[].labels // {} | .service // .pipeline // .instance // .host // empty] | unique | .[0:20] | join(", ")) as $affected
| {
    text: "*[\($word)]* \(if ($links | length) > 0 then $links[0].href | link($title) else $title end)",
    attachments: [
      {
        color: (if $resolved then "#2e7d32" else $colours[$incident.severity // "info"] // "#6b7280" end),
        fallback: "[\($word)] \($title)",
        blocks: (
          [paragraph("Description"; $alert.description)]
          + [
              {
                type: "section",
                fields: [
                  field("Status"; $incident.status),
                  field("Severity"; $incident.severity),
                  field("Affected"; $affected),
                  field("Source"; $alert.source),
                  field("Started"; $alert.startsAt // $incident.openedAt),
                  field("Ended"; $alert.endsAt // $incident.resolvedAt),
                  field("Value"; $alert.value),
                  field("Threshold"; $alert.threshold)
                ]
              } | select(.fields | length > 0)
            ]
          + [
              paragraph("Impact"; $notes.impact),
              paragraph("Root cause"; $notes.root_cause),
              paragraph("Resolution"; $notes.resolution)
            ]
          + [
              if ($alerts | length) > 1 then
                ($alerts[1:11] | map("• " + (.title // "" | text(200))) | join("\n"))
                + (if ($alerts | length) > 11 then "\n… and \(($alerts | length) - 11) more" else "" end)
                | section
              else empty end
            ]
          + [
              if ($links | length) > 0 then
                [$links[0:10][] | .text as $t | .href | select(length < 250) | link($t // "link" | line | text(100))]
                | select(length > 0) | join(" · ") | section
              else empty end
            ]
          + [
              {
                type: "context",
                elements: [{type: "mrkdwn", text: "incident \($incident.id // "" | text(100)) · rule \($incident.rule // "" | text(200))"}]
              }
            ]
        )
      }
    ],
    unfurl_links: false,
    unfurl_media: false
  }
| if variable("channel") != "" then . + {channel: variable("channel"), link_names: false} else . end
