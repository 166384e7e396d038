# What an incoming webhook of Mattermost gets: a headline, and below it a coloured attachment.
# Limits (https://developers.mattermost.com/integrate/webhooks/incoming/): 16,383 characters of text, a footer of 300.
import "layout" as layout;
import "answer-buttons" as answers;

# Besides its own Markdown, Mattermost reads <!channel> and <url|text> as Slack does, and @name in every text.
def escape: layout::markdown | layout::uncalled;
def text(n): layout::escaped(n; escape);
def headline:
  "[\(.word)] \(.title)" as $title
  | if .link != "" and (.link | length) < 2000 then "**[\($title | text(400))](\(.link | layout::markdown_href))**"
    else "**\($title | text(400))**" end;
def named: "\(if .name == "" then "" else "**\(.name)**\n" end)\(.text | text(4000))";

# What a button sends back with a click, and no client of Mattermost's gets to see. An id has letters and digits alone.
# https://docs.mattermost.com/developers/integrate/plugins/interactive-messages
def action($headline):
  {id: .what, type: "button", name: .text, integration: {url: variable("buttons"), context: {secret: variable("secret"), says, headline: $headline}}}
  + (if .what == "acknowledge" then {style: "primary"} else {} end);

# A comment needs a form, which Mattermost itself opens: where its API is, beside the webhook, and where the form comes back to.
def server: variable("webhook") | if test("/hooks/[^/]+$") then sub("/hooks/[^/]+$"; "") else "" end;
def written($headline): action($headline) | .integration.context += {server: server, answers: variable("buttons")};

. as $message
| (variable("buttons") != "" and variable("secret") != "") as $answered
| (if $answered then answers::without_link else . end)
| (if $answered then answers::buttons else [] end) as $buttons
| (.delivery.address // "" | if . == "" then variable("channel") else . end) as $channel
| .view
| {
    text: headline,
    attachments: [
      {
        fallback: (.summary | layout::uncalled | cut(500)),
        color: .colour,
        text: (
          [
            (.texts[0:6][] | named),
            ([.more | layout::lines(8000)[] | "• \(text(300))"] | select(. != []) | join("\n")),
            ([.links[0:10][] | .text as $name | .href | select(length < 2000) | "[\($name | text(100))](\(layout::markdown_href))"]
             | select(. != []) | join(" · "))
          ] | join("\n\n")
        ),
        fields: [.facts[0:10][] | {title: .name, value: (.value | text(1000)), short: true}],
        footer: (.footer | layout::uncalled | cut(300))
      }
    ]
  }
| .text as $headline
| if $buttons == [] then .
  else
    .attachments[0].actions = [$buttons[] | action($headline)]
      + (if server == "" then [] else [$message | answers::comment | written($headline)] end)
  end
| if $channel == "" then . else .channel = $channel end
