# Module: the view as Jira shows it. `jira::document` is for REST v3 (Cloud), `jira::wiki` for v2 (Data Center).
# At most 32,767 characters are let into a description or a comment.
# https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
import "plain" as plain;

def node: select(. != "") | {type: "text", text: .};
def strong: node | .marks = [{type: "strong"}];
def paragraph: select(. != []) | {type: "paragraph", content: .};

# A text of several lines: a document has its own node for a line's end.
def lines($most):
  split("\n") as $all
  | ($all[0:$most] + (if ($all | length) > $most then ["…"] else [] end)) as $shown
  | [range(0; $shown | length) as $i | (if $i > 0 then {type: "hardBreak"} else empty end), ($shown[$i] | node)];

# Nothing in a text node is markup or a mention: those are nodes of their own.
def document($mark):
  .view as $view
  | [
      ([$view.facts[0:12][] | {type: "listItem", content: [[("\(.name): " | strong), (.value | cut(200) | node)] | paragraph]}]
       | select(. != []) | {type: "bulletList", content: .}),
      ($view.texts[0:5][] | [(.name | strong)] + (if .name == "" then [] else [{type: "hardBreak"}] end) + (.text | cut(2000) | lines(40))
       | paragraph),
      # A block may hold many lines in one node: a digest names all of its incidents.
      ([plain::more(9000)] | join("\n") | node | {type: "codeBlock", content: [.]}),
      ([$view.links[0:10][] | select((.href | length) < 500 and .href != $view.answer)
        | [{type: "text", text: (.text | cut(100) | if . == "" then "Link" else . end), marks: [{type: "link", attrs: {href}}]}] | paragraph]
       | .[]),
      ([$mark | node | .marks = [{type: "em"}]] | paragraph)
    ]
  | {type: "doc", version: 1, content: .};

# In a noformat block nothing is markup but its own end; a mention counts wherever it stands.
def inert: replace("{noformat"; "{ noformat") | replace("[~"; "[ ~");

def wiki($mark): "{noformat}\n\(plain::text(20000) | inert)\n{noformat}\n\($mark | inert | replace("{"; "(") | replace("["; "("))";
