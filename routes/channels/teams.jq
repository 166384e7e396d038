# What a Workflows webhook of Microsoft Teams gets: one Adaptive Card.
# https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using and
# https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features: a RichTextBlock reads no Markdown.
# Limits: 28 KB a message, of which 24 are used, because the flow adds to it; 6 actions.
import "layout" as layout;

# What a TextRun says is text and never Markdown; <at> means nobody without an entity, and there are none. Only {{DATE()}} and
# {{TIME()}} are read everywhere: a space of no width takes their braces apart.
def plain: replace("{{"; "{\u200b{");
def text(n): layout::escaped(n; plain);
def styles: {critical: "attention", high: "attention", medium: "warning", low: "accent", info: "default"};
def colours: {critical: "Attention", high: "Attention", medium: "Warning", low: "Accent", info: "Default"};
def run($text): {type: "TextRun", text: $text};
def block: {type: "RichTextBlock", inlines: .};
# A TextRun shows no line breaks: each line is a block.
def paragraph(n):
  (if .name == "" then empty else [run(.name) + {weight: "Bolder"}] | block + {spacing: "Medium"} end),
  ([.text | text(n) | split("\n")[] | select(. != "")]
   | (if length <= 40 then . else .[0:39] + [.[39:] | join(" ")] end)[] | [run(.)] | block + {spacing: "None"});

# The card with at most .room characters in each of its long texts.
def card:
  .view as $view
  | .room as $room
  | {
      "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
      type: "AdaptiveCard",
      version: "1.4",
      fallbackText: ($view.summary | text(500)),
      msteams: {width: "Full"},
      body: [
        {
          type: "Container",
          id: .delivery.idempotencyKey,
          style: (if $view.resolved then "good" else styles[$view.severity] // "default" end),
          bleed: true,
          items: [
            [
              run("[\($view.word)] ")
                + {weight: "Bolder", size: "Medium", color: (if $view.resolved then "Good" else colours[$view.severity] // "Default" end)},
              (run($view.title | text(300)) + {weight: "Bolder", size: "Medium"}
               | if $view.link != "" and ($view.link | length) < 2000 then .selectAction = {type: "Action.OpenUrl", url: $view.link} else . end)
            ] | block
          ]
        },
        ($view.texts[0:1][] | paragraph($room)),
        ($view.facts[0:10][] | [run("\(.name): ") + {weight: "Bolder"}, run(.value | text([400, $room] | min))] | block + {spacing: "Small"}),
        ($view.texts[1:6][] | paragraph($room)),
        ($view.more | layout::lines($room)[] | [run("• \(text(300))")] | block + {spacing: "None"}),
        ([run($view.footer | text(300)) + {isSubtle: true, size: "Small"}] | block)
      ],
      actions: [$view.links[0:6][] | select(.href | length < 1000) | {type: "Action.OpenUrl", title: (.text | text(60)), url: .href}]
    };

def laid_out:
  {type: "message", attachments: [{contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content: card}]};

layout::fitted((8000, 4000, 2000, 1000, 500, 250, 100); laid_out; layout::within_bytes(24000))
