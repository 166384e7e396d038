# The call of a Google Chat webhook: one card, in the incident's own thread.
# https://developers.google.com/workspace/chat/quickstart/webhooks, https://developers.google.com/workspace/chat/api/reference/rest/v1/cards
# Limits: 32,000 bytes a message, 100 widgets a card.
import "layout" as layout;

# Texts of a widget are read as HTML; a mention is none in a card.
def text(n): layout::escaped(n; layout::html);
def plain(n): cut(n) | replace("<"; "<\u200b") | layout::uncalled;
def link($text): "<a href=\"\(layout::html_href)\">\($text)</a>";
def paragraph: {textParagraph: {text: .}};
def named(n): "\(if .name == "" then "" else "<b>\(.name)</b>\n" end)\(.text | text(n))";
def section: select(. != []) | {widgets: .};

# The message with at most .room characters in each of its long texts.
def card:
  .view as $view
  | .room as $room
  | ($view.title | text(400)) as $title
  | {
      sections: [
        ([
          ("<font color=\"\($view.colour)\"><b>[\($view.word)]</b></font> <b>\(
            if $view.link != "" and ($view.link | length) < 2000 then $view.link | link($title) else $title end)</b>" | paragraph),
          ($view.texts[0:1][] | named($room) | paragraph)
        ] | section),
        ([$view.facts[0:10][] | {decoratedText: {topLabel: .name, text: (.value | text([400, $room] | min)), wrapText: true}}] | section),
        ([
          ($view.texts[1:6][] | named($room) | paragraph),
          ([$view.more | layout::lines($room)[] | "• \(text(300))"] | select(. != []) | join("\n") | paragraph),
          ([$view.links[0:6][] | select(.href | length < 1000)
            | {text: (.text | plain(60)), onClick: {openLink: {url: .href}}}]
           | select(. != []) | {buttonList: {buttons: .}}),
          ("<font color=\"#6b7280\">\($view.footer | text(300))</font>" | paragraph)
        ] | section)
      ]
    };

def laid_out:
  {
    # For phones and screen readers, which show no card.
    fallbackText: (.view.summary | plain(500)),
    cardsV2: [{cardId: "incident", card: card}]
  };

. as $message
| layout::fitted((8000, 4000, 2000, 1000, 500, 250, 100); laid_out; layout::within_bytes(30000))
| if $message.notice.kind == "digest" or $message.notice.kind == "test" then . else .thread = {threadKey: $message.incident.id} end
| . as $body
| $message
| .call = {path: "?messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD", body: $body}
