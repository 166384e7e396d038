# Module: `telegram::text` is the text of a Telegram message of the view, in the HTML that bots may send.
# https://core.telegram.org/bots/api#html-style; at most 4,096 characters, here before Telegram reads the tags.
import "layout" as layout;

# Telegram makes a link or a call of @name and /command wherever it finds them.
def escape:
  layout::uncalled | reduce (" ", "\n") as $before (.; replace($before + "/"; $before + "/\u200b"))
  | if startswith("/") then "/\u200b" + .[1:] else . end
  | layout::html;
def text(n): layout::escaped(n; escape);
def link($text): "<a href=\"\(layout::html_href)\">\($text)</a>";
def dots: {critical: "🔴", high: "🟠", medium: "🟡", low: "🔵"};

# The text with at most .room characters in each of its long parts.
def laid_out:
  .view as $view
  | .room as $room
  | ($view.title | text([300, $room] | min)) as $title
  | [
      "\(if $view.resolved then "🟢" else dots[$view.severity] // "⚪" end) <b>[\($view.word)]</b> \(
        if $view.link != "" and ($view.link | length) < 500 then $view.link | link($title) else $title end)",
      ($view.texts[0:6][] | "\(if .name == "" then "" else "<b>\(.name)</b>\n" end)\(.text | text($room))"),
      ([$view.facts[0:10][] | "<b>\(.name):</b> \(.value | text([200, $room] | min))"] | select(. != []) | join("\n")),
      ([$view.more | layout::lines($room)[] | "• \(text(300))"] | select(. != []) | join("\n")),
      ([$view.links[0:($room / 100 | floor)][0:6][] | .text as $name | .href | select(length < 250) | link($name | text(60))]
       | select(. != []) | join(" · ")),
      "<i>\($view.footer | text(100))</i>"
    ] | join("\n\n");
def text: layout::fitted((3000, 1500, 800, 400, 200, 100, 60); laid_out; layout::within(4096));
