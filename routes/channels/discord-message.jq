# Module: `discord::message` is a Discord message of the view: one embed in the severity's colour.
# Limits (https://discord.com/developers/docs/resources/message#embed-object-embed-limits): title 256, description 4,096,
# 25 fields of 256 and 1,024, footer 2,048, and 6,000 characters in all of them together.
import "layout" as layout;

def text(n): layout::escaped(n; layout::markdown);
def colour:
  ltrimstr("#") | ascii_downcase | explode
  | reduce .[] as $digit (0; . * 16 + (if $digit > 96 then $digit - 87 else $digit - 48 end));
def fits:
  .embeds[0]
  | (.description | layout::within(4096))
    and ([.title, .description, (.fields[] | .name, .value), .footer.text] | join("") | layout::within(6000));

# The message with at most .room characters in each of its long texts.
def laid_out:
  .view as $view
  | .room as $room
  | {
      embeds: [
        {
          title: "[\($view.word)] \($view.title | text(230))",
          color: ($view.colour | colour),
          description: (
            [
              ($view.texts[0:6][] | "\(if .name == "" then "" else "**\(.name)**\n" end)\(.text | text($room))"),
              ([$view.more | layout::lines($room)[] | "• \(text(200))"] | select(. != []) | join("\n")),
              ([$view.links[0:6][] | .text as $name | .href | select(length < 250) | "[\($name | text(60))](\(layout::markdown_href))"]
               | select(. != []) | join(" · "))
            ] | join("\n\n")
          ),
          fields: [$view.facts[0:10][] | {name, value: (.value | text(200)), inline: true}],
          footer: {text: ($view.footer | cut(200))}
        }
        | if $view.link != "" and ($view.link | length) < 2000 then .url = $view.link else . end
      ],
      # Whatever a text looks like, nobody is called.
      allowed_mentions: {parse: []}
    };
def message: layout::fitted((3400, 1700, 800, 400, 200, 100); laid_out; fits);
