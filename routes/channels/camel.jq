# What a component of Camel's gets where its receiver names no template of its own: the view as plain text.
import "plain" as plain;

"[\(.view.word)] \(.view.title | cut(300))\n\n\(plain::text(2000))"
