# Module: `slack::message` is a Slack message of the view: a headline, and below it a coloured attachment of Block Kit blocks.
# Limits (https://docs.slack.dev/reference/block-kit/blocks): 50 blocks, 3,000 characters a section, 2,000 a field, 10 fields.
import "layout" as layout;

# Slack reads these three characters as markup; escaped, <!channel> and <@U1> are text and nobody is called.
def escape: replace("&"; "&amp;") | replace("<"; "&lt;") | replace(">"; "&gt;");

def text(n): layout::escaped(n; escape);

def href: replace("|"; "%7C") | replace("<"; "%3C") | replace(">"; "%3E") | replace("&"; "&amp;");
def link($text): "<\(href)|\($text)>";
# verbatim: Slack looks for no names and addresses in it by itself (https://docs.slack.dev/reference/block-kit/composition-objects/text-object).
def mrkdwn: {type: "mrkdwn", text: ., verbatim: true};
def section: {type: "section", text: mrkdwn};
def bold: if . == "" then "" else "*\(text(100))*\n" end;

def message:
  .view as $view
  | ($view.title | text(300)) as $title
  | {
      text: "*[\($view.word)]* \(if $view.link != "" and ($view.link | length) < 2000 then $view.link | link($title) else $title end)",
      attachments: [
        {
          color: $view.colour,
          fallback: ($view.summary | text(500)),
          blocks: [
            ($view.texts[0:1][] | "\(.name | bold)\(.text | text(2800))" | section),
            ({type: "section", fields: [$view.facts[0:10][] | "\(.name | bold)\(.value | text(1800))" | mrkdwn]}
             | select(.fields != [])),
            ($view.texts[1:6][] | "\(.name | bold)\(.text | text(2800))" | section),
            # Every incident of a digest, or the incident's further alerts: as many blocks as they need.
            ([$view.more | layout::lines(20000)[] | "• \(text(180))"] as $lines
             | range(0; $lines | length; 15) | $lines[.:. + 15] | join("\n") | section),
            ([$view.links[0:10][] | .text as $t | .href | select(length < 250) | link($t | text(100))]
             | select(. != []) | join(" · ") | section),
            {type: "context", elements: [$view.footer | text(400) | mrkdwn]}
            # Action buttons go here: {type: "actions", elements: [...]}.
          ]
        }
      ],
      unfurl_links: false,
      unfurl_media: false
    };
