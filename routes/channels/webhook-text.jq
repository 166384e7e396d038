# A body for a receiver that wants text: what a person would read, in two lines. Name it by `template`, with
# `contentType: "text/plain; charset=UTF-8"`.
"\(.view.summary)\n\(.view.link)"
