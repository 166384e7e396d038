# Module: what channels for readers do alike with texts that have to fit.

# Whether a text has at most n UTF-16 units.
def within(n): cut(n) == .;

# At most n UTF-16 units after the medium's own escaping f, which makes a text at most five times as long.
def escaped(n; f):
  . as $text
  | reduce (1, 0.8, 0.5, 0.2) as $part (null;
      if . == null or (within(n) | not) then $text | cut(n * $part | floor) | f else . end);

# A list's lines, all together at most n units: every one of them where that can be, each as long as there is room.
def lines(n):
  (n / 30 | floor) as $most
  | (if length <= $most then . else .[0:$most - 1] + ["… +\(length - $most + 1)"] end)
  | length as $count
  | map(cut([180, (n / $count | floor) - 3] | min));

# A message that fits: laid out again with less .room for each long text until it does.
def fitted(rooms; message; fits):
  . as $in
  | reduce rooms as $room (null; if . == null or (fits | not) then $in | .room = $room | message else . end);
# Jackson writes each character beyond the first 65,536 as two escapes: 12 bytes instead of 4.
def within_bytes(n): tojson | utf8bytelength + 8 * ([explode[] | select(. > 65535)] | length) <= n;

# :100: and :fire: are no emoji, and 10:00:00 stays as it is: a space of no width takes the first colon from the name behind it.
def unshortened: gsub(":(?=([0-9_+-]*[A-Za-z][A-Za-z0-9_+-]*|100|1234|[+-]1):)"; ":\u200b");

# Characters that CommonMark reads as markup, each with a backslash before it.
def markdown:
  "\n" + unshortened
  | reduce ("\\", "`", "*", "_", "~", "[", "]", "|", "#", "<", ">") as $mark (.; replace($mark; "\\" + $mark))
  | reduce ("- ", "+ ", "=") as $mark (.; replace("\n" + $mark; "\n\\" + $mark))
  | .[1:];
def markdown_href: replace("("; "%28") | replace(")"; "%29") | replace("<"; "%3C") | replace(">"; "%3E");

# Text of HTML, and a link in an attribute of HTML.
def html: replace("&"; "&amp;") | replace("<"; "&lt;") | replace(">"; "&gt;");
def html_href: html | replace("\""; "%22");

# Nobody is called: a space of no width takes an @ from the name behind it.
def uncalled: replace("@"; "@\u200b");
