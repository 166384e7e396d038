# Module: `slack::message` is a Slack message of the view: a headline, and below it a coloured attachment of Block Kit blocks.
# Limits (https://docs.slack.dev/reference/block-kit/blocks): 50 blocks, 3,000 characters a section, 150 a header, 2,000 a field,
# 10 fields.
import "layout" as layout;

# Slack reads these three characters in every text; escaped, <!channel> and <@U1> are text and nobody is called.
def escape: replace("&"; "&amp;") | replace("<"; "&lt;") | replace(">"; "&gt;");

def text(n): layout::escaped(n; escape);

# What a sender wrote is plain text: in mrkdwn nothing can escape *, _, ~, ` and :100:
# (https://docs.slack.dev/reference/block-kit/composition-objects/text-object).
def plain: {type: "plain_text", text: ., emoji: false};
def section: {type: "section", text: plain};
def named(n): (if .name == "" then "" else "\(.name | text(100))\n" end) + (.text | text(n));

# Only links are mrkdwn. In their names, characters that would be markup are replaced by wide ones that look alike.
def words(n):
  cut(n) | replace("*"; "＊") | replace("_"; "＿") | replace("~"; "～") | replace("`"; "｀") | replace(":"; "：") | text(n * 2);
def href: replace("|"; "%7C") | replace("<"; "%3C") | replace(">"; "%3E") | replace("&"; "&amp;");
def link: "<\(.href | href)|\(.text | words(100))>";

def message:
  .view as $view
  | "[\($view.word)] \($view.title | text(300))" as $headline
  | {
      # What notifications show; the channel shows the blocks.
      text: $headline,
      mrkdwn: false,
      blocks: [if $headline | layout::within(150) then {type: "header", text: ($headline | plain)} else $headline | section end],
      attachments: [
        {
          color: $view.colour,
          fallback: ($view.summary | text(500)),
          blocks: [
            ($view.texts[0:1][] | named(2800) | section),
            ({type: "section", fields: [$view.facts[0:10][] | {name, text: .value} | named(1800) | plain]}
             | select(.fields != [])),
            ($view.texts[1:6][] | named(2800) | section),
            # Every incident of a digest, or the incident's further alerts: as many blocks as they need.
            ([$view.more | layout::lines(20000)[] | "• \(text(180))"] as $lines
             | range(0; $lines | length; 15) | $lines[.:. + 15] | join("\n") | section),
            ([$view.links[0:10][] | select(.href | length < 250) | link]
             # verbatim: Slack looks for no names and addresses in it by itself.
             | select(. != []) | {type: "section", text: {type: "mrkdwn", text: join(" · "), verbatim: true}}),
            {type: "context", elements: [$view.footer | text(400) | plain]}
          ]
        }
      ],
      unfurl_links: false,
      unfurl_media: false
    };
