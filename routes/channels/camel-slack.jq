# The same for Slack, which reads three characters as markup: escaped, <!channel> and <@U1> are text and nobody is called.
import "plain" as plain;

"[\(.view.word)] \(.view.title | cut(300))\n\n\(plain::text(2000))"
| replace("&"; "&amp;") | replace("<"; "&lt;") | replace(">"; "&gt;")
